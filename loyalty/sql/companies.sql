-- Size, age and people of each client on a day and on the earlier one. SIGNAL.md 3.2, formulae 4 and 10; 3.4.
--
-- A contact counts once invited for {{contact_days}}, and for a year after leaving: nobody gains by signing people
-- off; that of somebody who was erased too, as long as facts of theirs are there to count. Who objects is no
-- contact. A decision-maker who objects still is one who stays: the function is no act of theirs. Columns: company, when its row was made, day of its first fact; contacts, active memberships, last day on
-- which a decision-maker left, decision-makers, each now and then.
SELECT companies.id, companies.created_at,
       (SELECT occurred_on FROM {facts}
        WHERE company_id = companies.id AND voided_at IS NULL {usable} ORDER BY occurred_on LIMIT 1),
       (SELECT COUNT(DISTINCT person_id) FROM {memberships}
        WHERE company_id = companies.id AND started_on <= %(invited)s
          AND (ended_on IS NULL OR ended_on > %(kept)s) {present})
     + (SELECT COUNT(*) FROM {invitations}
        WHERE company_id = companies.id AND created_at < %(invited_end)s
          AND (revoked_at IS NULL OR revoked_at >= %(end)s)
          AND (accepted_at IS NULL OR accepted_at >= %(invited_end)s) {present_invited})
     + (SELECT COUNT(DISTINCT forgotten.id) FROM {actors} forgotten
        JOIN {buckets} had ON had.actor = forgotten.id AND had.company_id = companies.id
        WHERE forgotten.forgotten_on > %(kept)s AND forgotten.objected_at IS NULL AND had.month <= %(invited)s),
       (SELECT COUNT(DISTINCT person_id) FROM {memberships}
        WHERE company_id = companies.id AND started_on <= %(then_invited)s
          AND (ended_on IS NULL OR ended_on > %(then_kept)s) {present})
     + (SELECT COUNT(*) FROM {invitations}
        WHERE company_id = companies.id AND created_at < %(then_invited_end)s
          AND (revoked_at IS NULL OR revoked_at >= %(then_end)s)
          AND (accepted_at IS NULL OR accepted_at >= %(then_invited_end)s) {present_invited})
     + (SELECT COUNT(DISTINCT forgotten.id) FROM {actors} forgotten
        JOIN {buckets} had ON had.actor = forgotten.id AND had.company_id = companies.id
        WHERE forgotten.forgotten_on > %(then_kept)s AND forgotten.objected_at IS NULL
          AND had.month <= %(then_invited)s),
       (SELECT COUNT(*) FROM {memberships}
        WHERE company_id = companies.id AND started_on <= %(day)s AND (ended_on IS NULL OR ended_on > %(day)s)
          AND (suspended_at IS NULL OR suspended_at >= %(end)s)
          AND person_id IN (SELECT id FROM {people} WHERE is_active) {present}),
       (SELECT COUNT(*) FROM {memberships}
        WHERE company_id = companies.id AND started_on <= %(then)s AND (ended_on IS NULL OR ended_on > %(then)s)
          AND (suspended_at IS NULL OR suspended_at >= %(then_end)s) {present}),
       (SELECT MAX(ended_on) FROM {memberships}
        WHERE company_id = companies.id AND function = 'decides'
          AND ended_on <= %(day)s AND ended_on > %(decider)s {present}),
       (SELECT MAX(ended_on) FROM {memberships}
        WHERE company_id = companies.id AND function = 'decides'
          AND ended_on <= %(then)s AND ended_on > %(then_decider)s {present}),
       (SELECT COUNT(*) FROM {memberships}
        WHERE company_id = companies.id AND function = 'decides' AND started_on <= %(day)s
          AND (ended_on IS NULL OR ended_on > %(day)s)),
       (SELECT COUNT(*) FROM {memberships}
        WHERE company_id = companies.id AND function = 'decides' AND started_on <= %(then)s
          AND (ended_on IS NULL OR ended_on > %(then)s))
FROM {companies} companies
WHERE (companies.left_on IS NULL OR companies.left_on > %(day)s) {of_these_companies}
