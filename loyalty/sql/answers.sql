-- How much the club asked of each company, and how much of it was answered. SIGNAL.md 3.2, formula 7.
--
-- A solicitation counts from the day of its answer, or without one after {{answer_days}}; it weighs less with its
-- age, like an act. What was asked of somebody who objects, or answered by them, is left out. Columns: company, answered and asked now, then, and with short half-lives.
WITH kinds AS ({kinds}),
answers AS (
    SELECT solicited_by_id, MIN(occurred_on) AS answered_on,
           MAX(CASE WHEN actor IN ({objecting}) THEN 1 ELSE 0 END) AS is_apart
    FROM {facts}
    WHERE solicited_by_id IS NOT NULL AND voided_at IS NULL {of_these}
    GROUP BY solicited_by_id
),
asked AS MATERIALIZED (
    SELECT facts.company_id,
           facts.occurred_on <= %(then)s AS was_asked,
           COALESCE(answers.answered_on <= %(day)s, 1 = 0) AS is_answered,
           COALESCE(answers.answered_on <= %(then)s, 1 = 0) AS was_answered,
           facts.occurred_on <= %(patience)s AS is_overdue,
           facts.occurred_on <= %(then_patience)s AS was_overdue,
           POWER(0.5, {least}({age_now} / kinds.half_life, %(cap)s)) AS decay_now,
           CASE WHEN facts.occurred_on <= %(then)s
                THEN POWER(0.5, {least}({age_then} / kinds.half_life, %(cap)s)) ELSE 0 END AS decay_then
    FROM {facts} facts
    JOIN kinds ON kinds.kind = facts.kind
    LEFT JOIN answers ON answers.solicited_by_id = facts.id
    WHERE facts.voided_at IS NULL AND facts.occurred_on <= %(day)s
      AND COALESCE(answers.is_apart, 0) = 0 {of_these_facts} {usable_facts}
)
SELECT company_id,
       SUM(CASE WHEN is_answered THEN decay_now ELSE 0 END),
       SUM(CASE WHEN is_answered OR is_overdue THEN decay_now ELSE 0 END),
       SUM(CASE WHEN was_asked AND was_answered THEN decay_then ELSE 0 END),
       SUM(CASE WHEN was_asked AND (was_answered OR was_overdue) THEN decay_then ELSE 0 END),
       SUM(CASE WHEN is_answered THEN POWER(decay_now, %(fast)s) ELSE 0 END),
       SUM(CASE WHEN is_answered OR is_overdue THEN POWER(decay_now, %(fast)s) ELSE 0 END)
FROM asked
GROUP BY company_id
