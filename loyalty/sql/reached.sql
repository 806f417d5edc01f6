-- Of some companies, those of which n_eff has ever reached a bound: on the last day of some monthly count.
-- SIGNAL.md 3.4, "not yet rated". Asked of those alone that are below it today.
WITH kinds AS ({kinds})
SELECT companies.id
FROM {companies} companies
WHERE EXISTS (
    SELECT 1 FROM {buckets} at
    JOIN kinds ON kinds.kind = at.kind
    WHERE at.company_id = companies.id AND at.last_on <= %(day)s AND at.actor NOT IN ({objecting})
      AND (SELECT SUM(POWER(0.5, {least}({age_between} / kinds.half_life, %(cap)s)))
           FROM {buckets} had JOIN kinds ON kinds.kind = had.kind
           WHERE had.company_id = companies.id AND had.last_on <= at.last_on
             AND had.actor NOT IN ({objecting})) >= %(bound)s
) {of_these_companies}
