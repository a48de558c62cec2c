-- Rights: readers select, and write through functions only.
REVOKE ALL ON ALL TABLES IN SCHEMA jalon FROM jalon_reader;
GRANT USAGE ON SCHEMA jalon TO jalon_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA jalon TO jalon_reader;
REVOKE ALL ON jalon.request FROM jalon_reader;
GRANT SELECT (id, receipt) ON jalon.request TO jalon_reader;

GRANT EXECUTE ON FUNCTION
  jalon.contracts_at(uuid, date, bigint), jalon.parties_at(uuid, uuid[], date, bigint),
  jalon.today(text), jalon.actor_role(), jalon.siren_ok(text), jalon.fold(text),
  jalon.target_moves(jsonb), jalon.targets(bigint),
  jalon.dead_ends(uuid, jsonb), jalon.dropped_in_use(uuid, integer, jsonb),
  jalon.revision_obstacles(text, jsonb), jalon.bare(text), jalon.spellings(text),
  jalon.find(uuid, text, date, bigint),
  jalon.contracts_listed(uuid, date, boolean, bigint) TO jalon_reader;
GRANT EXECUTE ON FUNCTION
  jalon.advance(uuid, text, text, text, date, text, text, jsonb),
  jalon.sign(uuid, text, text, text, text[], date, text, jsonb, jsonb),
  jalon.sign_with_file(uuid, text, text, text, text[], date, text, jsonb, jsonb, bytea),
  jalon.milestone(uuid, text, text, text, date, text, jsonb),
  jalon.document_add(uuid, text, text, jsonb, bytea, date, text, jsonb) TO jalon_recorder;
GRANT EXECUTE ON FUNCTION
  jalon.programme_apply(uuid, text, jsonb, integer),
  jalon.territory_add(uuid, text, jsonb, date, text, jsonb),
  jalon.territory_rename(uuid, text, text, text, date, text, text, jsonb),
  jalon.territory_alias(uuid, text, text, jsonb, date, text, jsonb),
  jalon.territory_member_add(uuid, text, text, jsonb, date, text, jsonb),
  jalon.territory_member_remove(uuid, text, text, text, date, text, jsonb),
  jalon.territory_absorb(uuid, text, text, text[], date, text, jsonb),
  jalon.territory_leave(uuid, text, text, text[], date, text, text, jsonb),
  jalon.territory_succeed(uuid, text, text[], jsonb, date, text, text, jsonb),
  jalon.cohort_join(uuid, text, text, text, text, date, text, jsonb),
  jalon.cohort_leave(uuid, text, text, text, text, date, text, jsonb),
  jalon.weigh(uuid, text, text, text, jsonb, date, text, jsonb) TO jalon_manager;
