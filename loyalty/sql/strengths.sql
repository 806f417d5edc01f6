-- How strong the acts of each company are on a day, and were on the earlier day that it is compared with.
-- SIGNAL.md 3.2, formulae 1 to 3 and the sums of 6; 3.4, n_eff. One pass over the monthly counts, for all
-- companies or for some.
--
-- Months that a day cuts in two are read from their facts; all others from their counts. So nothing that
-- happened after the day counts, and the earlier day is exact. Exponents are capped: a value of 1e-301 is zero
-- to every reader, and PostgreSQL raises on underflow. What somebody did who objects is left out in `items`.
--
-- Columns: company, dimension, then Σ√(2s) now, then, of the earlier acts faded until now, and with short
-- half-lives; n_eff. For `breadth`: Σs and Σ s·ln s now, then, and with short half-lives.
WITH kinds AS ({kinds}),
items AS (
    SELECT company_id, actor, kind, n AS n_now, last_on AS last_now, n AS n_then, last_on AS last_then
    FROM {buckets}
    WHERE month < %(then_month)s {of_these} {usable}
    UNION ALL
    SELECT company_id, actor, kind, COUNT(*), MAX(occurred_on),
           COUNT(CASE WHEN occurred_on <= %(then)s THEN 1 END),
           MAX(CASE WHEN occurred_on <= %(then)s THEN occurred_on END)
    FROM {facts}
    WHERE voided_at IS NULL AND occurred_on >= %(then_month)s AND occurred_on < %(after_then_month)s {of_these} {usable}
    GROUP BY company_id, actor, kind
    UNION ALL
    SELECT company_id, actor, kind, n, last_on, 0, NULL
    FROM {buckets}
    WHERE month >= %(after_then_month)s AND month < %(month)s {of_these} {usable}
    UNION ALL
    SELECT company_id, actor, kind, COUNT(*), MAX(occurred_on), 0, NULL
    FROM {facts}
    WHERE voided_at IS NULL AND occurred_on >= %(month)s AND occurred_on <= %(day)s {of_these} {usable}
    GROUP BY company_id, actor, kind
),
valued AS MATERIALIZED (
    SELECT items.company_id, items.actor, kinds.dimension,
           kinds.weight * (1 - POWER({repeat}, {least}(n_now, 1000))) / (1 - {repeat}) AS worth_now,
           POWER(0.5, {least}({age_now} / kinds.half_life, %(cap)s)) AS decay_now,
           CASE WHEN n_then > 0
                THEN kinds.weight * (1 - POWER({repeat}, {least}(n_then, 1000))) / (1 - {repeat})
                ELSE 0 END AS worth_then,
           CASE WHEN n_then > 0
                THEN POWER(0.5, {least}({age_then} / kinds.half_life, %(cap)s))
                ELSE 0 END AS decay_then,
           kinds.further
    FROM items JOIN kinds ON kinds.kind = items.kind
),
strengths AS MATERIALIZED (
    SELECT company_id, actor, dimension,
           SUM(worth_now * decay_now) AS s_now,
           SUM(worth_then * decay_then) AS s_then,
           SUM(worth_then * decay_then * further) AS s_faded,
           SUM(worth_now * POWER(decay_now, %(fast)s)) AS s_fast,
           SUM(decay_now) AS n_eff
    FROM valued
    GROUP BY company_id, actor, dimension
),
people AS MATERIALIZED (
    SELECT company_id, actor, SUM(s_now) AS s_now, SUM(s_then) AS s_then, SUM(s_fast) AS s_fast
    FROM strengths
    GROUP BY company_id, actor
)
SELECT company_id, dimension, SUM(SQRT(2 * s_now)), SUM(SQRT(2 * s_then)), SUM(SQRT(2 * s_faded)),
       SUM(SQRT(2 * s_fast)), SUM(n_eff), 0
FROM strengths
GROUP BY company_id, dimension
UNION ALL
SELECT company_id, 'breadth', SUM(s_now), SUM(CASE WHEN s_now > 0 THEN s_now * LN(s_now) ELSE 0 END),
       SUM(s_then), SUM(CASE WHEN s_then > 0 THEN s_then * LN(s_then) ELSE 0 END),
       SUM(s_fast), SUM(CASE WHEN s_fast > 0 THEN s_fast * LN(s_fast) ELSE 0 END)
FROM people
GROUP BY company_id
