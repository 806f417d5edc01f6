-- Who is proposed to whom. services.suggestions says what the ranking means; this says it to the database.
-- viewers: for whom. Each source gives rings of people who share something (about_id, topic); a viewer who wants it
-- looks at the next {window} places of the ring, from a place of their own, so that the work grows with the rows of
-- the sources and not with pairs, and the people of a ring are looked at equally often.
-- CROSS JOIN: SQLite then keeps the order of the tables and makes an index of the second for the while.
-- {first} and {second} are aims and rings; the second is the one with fewer rows.
WITH people(person_id, company_id, sector_id) AS MATERIALIZED ({people}),
viewers(person_id, company_id, sector_id) AS MATERIALIZED ({viewers}),
{sources},
wanted AS MATERIALIZED ({wanted}),
given AS MATERIALIZED ({given}),
seekers AS MATERIALIZED (
    SELECT wanted.*, viewers.company_id, viewers.sector_id
    FROM wanted CROSS JOIN viewers WHERE viewers.person_id = wanted.person_id
),
rings AS MATERIALIZED (
    SELECT given.ground, given.about_id, given.topic, given.person_id, people.company_id, people.sector_id,
        ROW_NUMBER() OVER (
            PARTITION BY given.ground, given.about_id, given.topic
            ORDER BY (given.person_id * {turn}) %% {round}, given.person_id
        ) - 1 AS place
    FROM given CROSS JOIN people
    WHERE people.person_id = given.person_id AND (given.ground, given.about_id, given.topic) IN (SELECT ground, about_id, topic FROM seekers)
),
sizes AS MATERIALIZED (SELECT ground, about_id, topic, COUNT(*) AS size FROM rings GROUP BY 1, 2, 3),
steps(step) AS ({steps}),
aims AS MATERIALIZED (
    SELECT seekers.*, ((seekers.person_id * {other_turn}) %% {round} + steps.step) %% sizes.size AS place
    FROM seekers CROSS JOIN sizes CROSS JOIN steps
    WHERE sizes.ground = seekers.ground AND sizes.about_id = seekers.about_id AND sizes.topic = seekers.topic
      AND steps.step < sizes.size
),
pairs AS MATERIALIZED (
    SELECT aims.person_id AS viewer_id, rings.person_id, aims.ground, aims.weight, aims.about_id, aims.topic
    FROM {first} CROSS JOIN {second}
    WHERE rings.ground = aims.ground AND rings.about_id = aims.about_id AND rings.topic = aims.topic
      AND rings.place = aims.place
      AND rings.company_id <> aims.company_id
      AND (aims.elsewhere = 0 OR rings.sector_id <> aims.sector_id)
      AND NOT EXISTS (
          SELECT 1 FROM {rivals} r WHERE r.company_id = aims.company_id AND r.rival_id = rings.company_id
      )
      AND NOT EXISTS (
          SELECT 1 FROM {rivals} r WHERE r.rival_id = aims.company_id AND r.company_id = rings.company_id
      )
),
scored AS MATERIALIZED (
    SELECT pairs.*, SUM(pairs.weight) OVER (PARTITION BY pairs.viewer_id, pairs.person_id) AS score,
        (pairs.viewer_id * {other_turn} + pairs.person_id * {turn}) %% {round} AS chance
    FROM pairs
    WHERE NOT EXISTS (
        SELECT 1 FROM {connections} c WHERE c.asked_by_id = pairs.viewer_id AND c.asked_id = pairs.person_id
    )
    AND NOT EXISTS (
        SELECT 1 FROM {connections} c WHERE c.asked_id = pairs.viewer_id AND c.asked_by_id = pairs.person_id
    )
    AND NOT EXISTS (
        SELECT 1 FROM {dismissals} d WHERE d.by_id = pairs.viewer_id AND d.person_id = pairs.person_id
    )
),
-- DENSE_RANK: the rows of one pair, which differ in their reasons alone, stand together.
wished AS (
    SELECT scored.*, DENSE_RANK() OVER (PARTITION BY viewer_id ORDER BY score DESC, chance, person_id) AS wish
    FROM scored
),
busy(person_id, times) AS MATERIALIZED (
    SELECT person_id, COUNT(DISTINCT to_id) FROM {suggestions}
    WHERE person_id IN (SELECT person_id FROM scored) AND to_id NOT IN (SELECT person_id FROM viewers)
    GROUP BY person_id
),
granted AS (
    SELECT wished.*, COALESCE(busy.times, 0) + DENSE_RANK() OVER (
        PARTITION BY wished.person_id ORDER BY wish, score DESC, chance, viewer_id
    ) AS turn_no
    FROM wished LEFT JOIN busy ON busy.person_id = wished.person_id
),
best AS (
    SELECT granted.*, DENSE_RANK() OVER (PARTITION BY viewer_id ORDER BY wish) AS place_no
    FROM granted WHERE turn_no <= {most_often}
)
SELECT viewer_id, person_id, place_no, ground, about_id, topic
FROM best WHERE place_no <= {kept}
ORDER BY viewer_id, place_no, weight DESC, ground, topic
