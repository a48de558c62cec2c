CREATE SCHEMA audit;

ALTER SCHEMA audit OWNER TO jalon_audit_owner;

CREATE SCHEMA jalon;

ALTER SCHEMA jalon OWNER TO jalon_owner;

CREATE SCHEMA jalon_migrate;

ALTER SCHEMA jalon_migrate OWNER TO jalon_owner;

CREATE EXTENSION IF NOT EXISTS amcheck WITH SCHEMA pg_catalog;

COMMENT ON EXTENSION amcheck IS 'functions for verifying relation integrity';

CREATE TYPE audit.fact AS (
    event text,
    before text,
    after text,
    disclosures text[],
    valid date,
    "precision" text,
    certainty text,
    learned date,
    reason text,
    source text,
    batch uuid,
    corrects integer
);

ALTER TYPE audit.fact OWNER TO jalon_audit_owner;

CREATE TYPE audit.head AS (
    seq integer,
    hash bytea,
    recorded timestamp with time zone,
    entry_id bigint
);

ALTER TYPE audit.head OWNER TO jalon_audit_owner;

CREATE TYPE audit.subject AS (
    id uuid,
    kind text,
    programme text,
    code text,
    revision integer
);

ALTER TYPE audit.subject OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.append(p_subject audit.subject, p_head audit.head, p_request uuid, p_fact audit.fact) RETURNS audit.head
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.append(p_subject audit.subject, p_head audit.head, p_request uuid, p_fact audit.fact) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.bad_indexes() RETURNS TABLE(index_name text, fault text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.bad_indexes() OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.base64url(p_bytes bytea) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION audit.base64url(p_bytes bytea) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.canonical(p_value jsonb) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.canonical(p_value jsonb) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.digest(p_disclosure text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION audit.digest(p_disclosure text) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.disclosed(p_entry bigint, p_digest text) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.disclosed(p_entry bigint, p_digest text) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.disclosure(p_member text, p_value text) RETURNS text
    LANGUAGE sql
    AS …;

ALTER FUNCTION audit.disclosure(p_member text, p_value text) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.erase(p_entries bigint[], p_digests text[], p_erased_by bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.erase(p_entries bigint[], p_digests text[], p_erased_by bigint) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.file_computed(p_sha256 text) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.file_computed(p_sha256 text) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.file_content(p_sha256 text) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.file_content(p_sha256 text) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.file_size(p_sha256 text) RETURNS integer
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.file_size(p_sha256 text) OWNER TO jalon_audit_owner;

CREATE TABLE audit.log (
    one boolean DEFAULT true NOT NULL,
    epoch integer NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    peaks bytea[] NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT log_is_one CHECK (one)
);

ALTER TABLE audit.log OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.grow(p_log audit.log, p_hashes bytea[]) RETURNS audit.log
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.grow(p_log audit.log, p_hashes bytea[]) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.hashes(p_level integer, p_first bigint, p_count integer) RETURNS bytea
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.hashes(p_level integer, p_first bigint, p_count integer) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.heads(p_size bigint) RETURNS TABLE(subject uuid, head text)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.heads(p_size bigint) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.heads_root(p_size bigint) RETURNS bytea
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.heads_root(p_size bigint) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.is_file(p_digest text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION audit.is_file(p_digest text) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.keep_checkpoint(p_request uuid, p_epoch integer, p_size bigint, p_note text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.keep_checkpoint(p_request uuid, p_epoch integer, p_size bigint, p_note text) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.keep_cosignature(p_request uuid, p_epoch integer, p_size bigint, p_witness text, p_line text) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.keep_cosignature(p_request uuid, p_epoch integer, p_size bigint, p_witness text, p_line text) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.keep_file(p_content bytea) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.keep_file(p_content bytea) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.last_recorded(p_programme text, p_known bigint DEFAULT NULL::bigint) RETURNS timestamp with time zone
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.last_recorded(p_programme text, p_known bigint) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.leaf_hash(p_leaf text) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION audit.leaf_hash(p_leaf text) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.next_epoch(p_ended integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.next_epoch(p_ended integer) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.opened(p_disclosure text) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION audit.opened(p_disclosure text) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.refuse_change() OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.refuse_unerased() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.refuse_unerased() OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.refuse_unerased_file() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.refuse_unerased_file() OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.root_over(p_hashes bytea[]) RETURNS bytea
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.root_over(p_hashes bytea[]) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.seal(p_request uuid, p_limit integer, p_idle boolean) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.seal(p_request uuid, p_limit integer, p_idle boolean) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.seal_leaf(p_log audit.log, p_count bigint, p_at timestamp with time zone, p_heads bytea) RETURNS text
    LANGUAGE sql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION audit.seal_leaf(p_log audit.log, p_count bigint, p_at timestamp with time zone, p_heads bytea) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.sealed(p_disclosure text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION audit.sealed(p_disclosure text) OWNER TO jalon_audit_owner;

CREATE FUNCTION audit.utc(p_instant timestamp with time zone) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION audit.utc(p_instant timestamp with time zone) OWNER TO jalon_audit_owner;

CREATE FUNCTION jalon.absorb(p_contract record, p_request uuid, p_codes text[], p_precision text, p_when record, p_evidence record) RETURNS audit.head
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.absorb(p_contract record, p_request uuid, p_codes text[], p_precision text, p_when record, p_evidence record) OWNER TO jalon_owner;

CREATE FUNCTION jalon.actor_role() RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.actor_role() OWNER TO jalon_owner;

CREATE FUNCTION jalon.actor_roles() RETURNS text[]
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.actor_roles() OWNER TO jalon_owner;

CREATE FUNCTION jalon.advance(p_request uuid, p_programme text, p_code text, p_to text, p_on date, p_precision text, p_expect text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.advance(p_request uuid, p_programme text, p_code text, p_to text, p_on date, p_precision text, p_expect text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.alias_kind(p_alias jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION jalon.alias_kind(p_alias jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.answered(p_request uuid, p_fingerprint bytea) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.answered(p_request uuid, p_fingerprint bytea) OWNER TO jalon_owner;

CREATE FUNCTION jalon.append_erasure(p_programme record, p_head audit.head, p_request uuid, p_entries bigint[], p_digests text[], p_decision record, p_evidence record) RETURNS audit.head
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.append_erasure(p_programme record, p_head audit.head, p_request uuid, p_entries bigint[], p_digests text[], p_decision record, p_evidence record) OWNER TO jalon_owner;

CREATE FUNCTION jalon.append_signature(p_contract record, p_head audit.head, p_request uuid, p_signing jsonb, p_when record, p_evidence record, OUT head audit.head, OUT after jsonb) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.append_signature(p_contract record, p_head audit.head, p_request uuid, p_signing jsonb, p_when record, p_evidence record, OUT head audit.head, OUT after jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.bare(p_folded text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.bare(p_folded text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.batch(p_request uuid, p_programme text, p_rows jsonb, p_keep_going boolean) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.batch(p_request uuid, p_programme text, p_rows jsonb, p_keep_going boolean) OWNER TO jalon_owner;

CREATE FUNCTION jalon.batch_function(p_do text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.batch_function(p_do text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.batch_meaning(p_rows jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.batch_meaning(p_rows jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.batch_row(p_request uuid, p_programme text, p_row jsonb, p_batch uuid) RETURNS jsonb
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.batch_row(p_request uuid, p_programme text, p_row jsonb, p_batch uuid) OWNER TO jalon_owner;

CREATE FUNCTION jalon.batch_rows(p_batch uuid, p_programme text, p_rows jsonb, p_keep_going boolean, OUT entries text[], OUT done jsonb[], OUT refused jsonb[], OUT recorded text) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.batch_rows(p_batch uuid, p_programme text, p_rows jsonb, p_keep_going boolean, OUT entries text[], OUT done jsonb[], OUT refused jsonb[], OUT recorded text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.bounds(p_on date, p_precision text, p_recorded_on date, OUT earliest date, OUT latest date, OUT counts_from date, OUT valid date) RETURNS record
    LANGUAGE plpgsql IMMUTABLE
    AS …;

ALTER FUNCTION jalon.bounds(p_on date, p_precision text, p_recorded_on date, OUT earliest date, OUT latest date, OUT counts_from date, OUT valid date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.changed_members(p_contract record, p_entry record, p_set jsonb, OUT before jsonb, OUT after jsonb, OUT disclosures text[]) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.changed_members(p_contract record, p_entry record, p_set jsonb, OUT before jsonb, OUT after jsonb, OUT disclosures text[]) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_absorb(p_contract record, p_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_absorb(p_contract record, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_alias(p_contract record, p_alias jsonb, p_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_alias(p_contract record, p_alias jsonb, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_ask(p_decision jsonb, OUT whom text, OUT what text, OUT due date) RETURNS record
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_ask(p_decision jsonb, OUT whom text, OUT what text, OUT due date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_close(p_programme text, p_seq integer, p_as text, p_counts_from date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_close(p_programme text, p_seq integer, p_as text, p_counts_from date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_cohort(p_contract record, p_cohort text, p_member text, p_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_cohort(p_contract record, p_cohort text, p_member text, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_cohort_join(p_contract record, p_cohort text, p_member text, p_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_cohort_join(p_contract record, p_cohort text, p_member text, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_cohort_leave(p_contract record, p_cohort text, p_member text, p_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_cohort_leave(p_contract record, p_cohort text, p_member text, p_on date) OWNER TO jalon_owner;

CREATE TABLE jalon.instrument_def (
    programme_id uuid NOT NULL,
    revision integer NOT NULL,
    code text NOT NULL,
    "position" integer NOT NULL,
    label_fr text NOT NULL,
    label_en text NOT NULL,
    from_states text[] NOT NULL,
    completes text,
    repeatable boolean NOT NULL,
    required text[] NOT NULL,
    required_as_amended boolean NOT NULL,
    optional_any boolean NOT NULL,
    evidence_required boolean DEFAULT false NOT NULL
);

ALTER TABLE jalon.instrument_def OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_completion(p_contract record, p_def jalon.instrument_def, p_on date) RETURNS text
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_completion(p_contract record, p_def jalon.instrument_def, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_decision(p_person text, p_decision jsonb, p_evidence record, OUT ground text, OUT decided_by text) RETURNS record
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_decision(p_person text, p_decision jsonb, p_evidence record, OUT ground text, OUT decided_by text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_declare(p_programme uuid, p_region text, p_status text, p_before text) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_declare(p_programme uuid, p_region text, p_status text, p_before text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_document(p_contract record, p_document jsonb) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_document(p_contract record, p_document jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_entries(p_programme text, p_entries text[]) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_entries(p_programme text, p_entries text[]) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_entry(p_contract record, p_seq integer) RETURNS text
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_entry(p_contract record, p_seq integer) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_erasable(p_entries bigint[], p_digests text[]) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_erasable(p_entries bigint[], p_digests text[]) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_evidence(p_contract record, p_def jalon.instrument_def, p_number integer, p_signing jsonb) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_evidence(p_contract record, p_def jalon.instrument_def, p_number integer, p_signing jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_file(p_sha256 text) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_file(p_sha256 text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_holds(p_programme text, p_entries bigint[]) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_holds(p_programme text, p_entries bigint[]) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_leave(p_contract record, p_expect text, p_on date, p_has_reason boolean) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_leave(p_contract record, p_expect text, p_on date, p_has_reason boolean) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_lists(p_territory jsonb) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_lists(p_territory jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_member_add(p_contract record, p_siren text, p_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_member_add(p_contract record, p_siren text, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_member_remove(p_contract record, p_siren text, p_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_member_remove(p_contract record, p_siren text, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_milestone(p_contract record, p_milestone text) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_milestone(p_contract record, p_milestone text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_move(p_contract record, p_to text, p_expect text, p_counts_from date, p_has_reason boolean, p_roles text[]) RETURNS text
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_move(p_contract record, p_to text, p_expect text, p_counts_from date, p_has_reason boolean, p_roles text[]) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_parts(p_programme uuid, p_territory jsonb) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_parts(p_programme uuid, p_territory jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_plan(p_contract record, p_plan jsonb, p_has_reason boolean, p_on date) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_plan(p_contract record, p_plan jsonb, p_has_reason boolean, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_plan_ahead(p_contract record, p_kind text, p_what text) RETURNS integer
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_plan_ahead(p_contract record, p_kind text, p_what text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_plan_date(p_on date, p_precision text, p_decided_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_plan_date(p_on date, p_precision text, p_decided_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_refusal(p_contract record, p_def jalon.instrument_def, p_party text, p_number integer, p_has_reason boolean, p_on date, OUT party text, OUT number integer) RETURNS record
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_refusal(p_contract record, p_def jalon.instrument_def, p_party text, p_number integer, p_has_reason boolean, p_on date, OUT party text, OUT number integer) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_rename(p_contract record, p_name text, p_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_rename(p_contract record, p_name text, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_retarget(p_contract record, p_target text, p_on date, p_decided_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_retarget(p_contract record, p_target text, p_on date, p_decided_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_retarget_all(p_programme uuid, p_target text, p_region text, p_on date, p_decided_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_retarget_all(p_programme uuid, p_target text, p_region text, p_on date, p_decided_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_signing(p_contract record, p_def jalon.instrument_def, p_complete boolean, p_first_day date, p_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_signing(p_contract record, p_def jalon.instrument_def, p_complete boolean, p_first_day date, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_stay(p_contract record, p_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_stay(p_contract record, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_succession(p_codes text[], p_into text[]) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_succession(p_codes text[], p_into text[]) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_target_date(p_on date, p_decided_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_target_date(p_on date, p_decided_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_target_order(p_target text, p_on date, p_decided_on date, p_last_on date, p_last_decided date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_target_order(p_target text, p_on date, p_decided_on date, p_last_on date, p_last_decided date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_term(p_contract record, p_def jalon.instrument_def, p_term jsonb, p_on date) RETURNS integer
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_term(p_contract record, p_def jalon.instrument_def, p_term jsonb, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_term_days(p_from date, p_to date) RETURNS void
    LANGUAGE plpgsql IMMUTABLE
    AS …;

ALTER FUNCTION jalon.check_term_days(p_from date, p_to date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_text(p_contract record, p_document jsonb) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_text(p_contract record, p_document jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_unsigned(p_contract record, p_instrument text, p_number integer, p_party text) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_unsigned(p_contract record, p_instrument text, p_number integer, p_party text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_void(p_contract record, p_seq integer) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_void(p_contract record, p_seq integer) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_waiver(p_contract record, p_def jalon.instrument_def, p_party text, p_number integer, p_has_reason boolean, p_on date, OUT party text, OUT number integer) RETURNS record
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_waiver(p_contract record, p_def jalon.instrument_def, p_party text, p_number integer, p_has_reason boolean, p_on date, OUT party text, OUT number integer) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_weigh(p_contract record, p_weight text, p_figure jsonb, p_on date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_weigh(p_contract record, p_weight text, p_figure jsonb, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.check_weight(p_contract record, p_weight text, p_figure jsonb) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.check_weight(p_contract record, p_weight text, p_figure jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.clean(p_field text, p_text text, p_max integer) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    AS …;

ALTER FUNCTION jalon.clean(p_field text, p_text text, p_max integer) OWNER TO jalon_owner;

CREATE FUNCTION jalon.clean_alias(p_alias jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION jalon.clean_alias(p_alias jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.clean_members(p_members jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION jalon.clean_members(p_members jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.clean_predecessors(p_programme uuid, p_territory jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.clean_predecessors(p_programme uuid, p_territory jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.clean_set(p_contract record, p_entry record, p_set jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.clean_set(p_contract record, p_entry record, p_set jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.clean_territory(p_programme uuid, p_territory jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.clean_territory(p_programme uuid, p_territory jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.close_contract(p_request uuid, p_fingerprint bytea, p_subject audit.subject, p_head audit.head, p_entries text[], p_state text, p_since date) RETURNS jsonb
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.close_contract(p_request uuid, p_fingerprint bytea, p_subject audit.subject, p_head audit.head, p_entries text[], p_state text, p_since date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.close_instruments(p_contract record, p_to text, p_on date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.close_instruments(p_contract record, p_to text, p_on date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.close_programme(p_request uuid, p_fingerprint bytea, p_subject audit.subject, p_head audit.head, p_entries text[], p_more jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.close_programme(p_request uuid, p_fingerprint bytea, p_subject audit.subject, p_head audit.head, p_entries text[], p_more jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.cohort_join(p_request uuid, p_programme text, p_code text, p_cohort text, p_member text, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.cohort_join(p_request uuid, p_programme text, p_code text, p_cohort text, p_member text, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.cohort_leave(p_request uuid, p_programme text, p_code text, p_cohort text, p_member text, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.cohort_leave(p_request uuid, p_programme text, p_code text, p_cohort text, p_member text, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.cohort_members(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, cohort text, member text, "precision" text, valid_from date, valid_to date, end_entry_id bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.cohort_members(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.complete_contract(p_contract record, p_head audit.head, p_request uuid, p_def jalon.instrument_def, p_number integer, p_completion record, p_batch uuid) RETURNS audit.head
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.complete_contract(p_contract record, p_head audit.head, p_request uuid, p_def jalon.instrument_def, p_number integer, p_completion record, p_batch uuid) OWNER TO jalon_owner;

CREATE TABLE jalon.contract (
    id uuid NOT NULL,
    programme_id uuid NOT NULL,
    code text NOT NULL,
    region text NOT NULL,
    state text NOT NULL,
    previous_state text,
    state_since date NOT NULL,
    last_seq integer NOT NULL,
    last_hash bytea NOT NULL,
    last_recorded timestamp with time zone NOT NULL
)
WITH (fillfactor='50');

ALTER TABLE jalon.contract OWNER TO jalon_owner;

CREATE FUNCTION jalon.contract_known(p_contract jalon.contract, p_known bigint) RETURNS TABLE(state text, previous_state text, state_since date, last_seq integer, last_hash bytea, last_recorded timestamp with time zone)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.contract_known(p_contract jalon.contract, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.contract_record(p_contract uuid, p_known bigint DEFAULT NULL::bigint) RETURNS jsonb
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.contract_record(p_contract uuid, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.contract_targets(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, target text, on_date date, decided_on date, note text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.contract_targets(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.contracts_at(p_programme uuid, p_as_of date, p_known bigint DEFAULT NULL::bigint) RETURNS TABLE(contract_id uuid, code text, name text, region text, state text, state_since date, done boolean, in_scope boolean)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.contracts_at(p_programme uuid, p_as_of date, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.contracts_listed(p_programme uuid, p_as_of date, p_left boolean, p_known bigint DEFAULT NULL::bigint) RETURNS TABLE(contract_id uuid, code text, name text, region text, state text, state_since date, entered_on date, left_on date)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.contracts_listed(p_programme uuid, p_as_of date, p_left boolean, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.correct(p_request uuid, p_programme text, p_code text, p_seqs integer[], p_set jsonb, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.correct(p_request uuid, p_programme text, p_code text, p_seqs integer[], p_set jsonb, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.correct_entry(p_contract record, p_head audit.head, p_request uuid, p_seq integer, p_set jsonb, p_precision text, p_when record, p_evidence record) RETURNS audit.head
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.correct_entry(p_contract record, p_head audit.head, p_request uuid, p_seq integer, p_set jsonb, p_precision text, p_when record, p_evidence record) OWNER TO jalon_owner;

CREATE FUNCTION jalon.correctable(p_event text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.correctable(p_event text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.corrections(p_programme text, p_timezone text, p_from date, p_known bigint) RETURNS TABLE(entry_id bigint, entry text, recorded_on date, contracts uuid[], before bigint, after bigint)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.corrections(p_programme text, p_timezone text, p_from date, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.dead_ends(p_programme uuid, p_doc jsonb) RETURNS TABLE(code text, state text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.dead_ends(p_programme uuid, p_doc jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.decision_ask(p_request uuid, p_programme text, p_decision jsonb, p_on date, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.decision_ask(p_request uuid, p_programme text, p_decision jsonb, p_on date, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.decision_close(p_request uuid, p_programme text, p_seq integer, p_as text, p_on date, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.decision_close(p_request uuid, p_programme text, p_seq integer, p_as text, p_on date, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.decisions(p_programme text, p_on date, p_known bigint) RETURNS TABLE(entry_id bigint, entry text, seq integer, asked_on date, due_on date, whom text, what text, closed_as text, closed_on date, closed_by text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.decisions(p_programme text, p_on date, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.declarations(p_programme text, p_known bigint) RETURNS TABLE(region text, status text, counts_from date, entry_id bigint, entry text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.declarations(p_programme text, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.declare(p_request uuid, p_programme text, p_region text, p_status text, p_on date, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.declare(p_request uuid, p_programme text, p_region text, p_status text, p_on date, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.declared(p_programme text, p_on date, p_known bigint) RETURNS TABLE(region text, status text, counts_from date, entry_id bigint, entry text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.declared(p_programme text, p_on date, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.deliveries(p_programme text) RETURNS TABLE(seq integer, issue integer, address text, lang text, outcome text, entry text, recorded timestamp with time zone)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.deliveries(p_programme text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.disclosed(p_entry bigint, p_digest text) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.disclosed(p_entry bigint, p_digest text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.document_add(p_request uuid, p_programme text, p_code text, p_document jsonb, p_content bytea, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.document_add(p_request uuid, p_programme text, p_code text, p_document jsonb, p_content bytea, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.document_files() RETURNS TABLE(programme text, subject uuid, entry_id bigint, code text, seq integer, sha256 text, size integer, title text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.document_files() OWNER TO jalon_owner;

CREATE FUNCTION jalon.document_number(p_contract record, p_def jalon.instrument_def, p_role text) RETURNS integer
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.document_number(p_contract record, p_def jalon.instrument_def, p_role text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.document_of(p_contract record, p_document jsonb, p_file jsonb, p_on date) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.document_of(p_contract record, p_document jsonb, p_file jsonb, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.document_party(p_contract record, p_def jalon.instrument_def, p_number integer, p_party text, p_on date) RETURNS text
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.document_party(p_contract record, p_def jalon.instrument_def, p_number integer, p_party text, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.document_record(p_contract uuid, p_known bigint DEFAULT NULL::bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.document_record(p_contract uuid, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.documents(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, sha256 text, size integer, media_type text, pdf_signatures integer, instrument text, number integer, party text, role text, earliest date, latest date, "precision" text, counts_from date, title text, note text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.documents(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.dropped_in_use(p_programme uuid, p_revision integer, p_doc jsonb) RETURNS TABLE(kind text, thing text, code text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.dropped_in_use(p_programme uuid, p_revision integer, p_doc jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.end_cohort(p_contract uuid, p_before jsonb, p_on date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.end_cohort(p_contract uuid, p_before jsonb, p_on date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.end_member(p_contract uuid, p_siren text, p_on date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.end_member(p_contract uuid, p_siren text, p_on date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE TABLE jalon.programme (
    id uuid NOT NULL,
    code text NOT NULL,
    name_fr text NOT NULL,
    name_en text NOT NULL,
    timezone text NOT NULL,
    starts_on date NOT NULL,
    revision integer NOT NULL,
    initial_state text NOT NULL,
    last_seq integer NOT NULL,
    last_hash bytea NOT NULL,
    last_recorded timestamp with time zone NOT NULL
);

ALTER TABLE jalon.programme OWNER TO jalon_owner;

CREATE FUNCTION jalon.enter_territory(p_request uuid, p_programme jalon.programme, p_territory jsonb, p_precision text, p_when record, p_evidence record, OUT subject audit.subject, OUT head audit.head, OUT state text) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.enter_territory(p_request uuid, p_programme jalon.programme, p_territory jsonb, p_precision text, p_when record, p_evidence record, OUT subject audit.subject, OUT head audit.head, OUT state text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.entries_held(p_programme uuid, p_known bigint, p_events text[]) RETURNS TABLE(entry_id bigint, code text, event text, request uuid, valid date, "precision" text, leaf jsonb, after jsonb, told jsonb)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.entries_held(p_programme uuid, p_known bigint, p_events text[]) OWNER TO jalon_owner;

CREATE FUNCTION jalon.entries_in_force(p_subject uuid, p_timezone text, p_known bigint DEFAULT NULL::bigint) RETURNS TABLE(entry_id bigint, seq integer, event text, request uuid, revision integer, before jsonb, after jsonb, valid date, "precision" text, recorded_on date, has_reason boolean, leaf jsonb)
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.entries_in_force(p_subject uuid, p_timezone text, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.entries_shown(p_programme text, p_known bigint) RETURNS TABLE(entry_id bigint, entry text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.entries_shown(p_programme text, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.entry_from(p_starts_on date, p_precision text, p_counts_from date) RETURNS date
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION jalon.entry_from(p_starts_on date, p_precision text, p_counts_from date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.entry_known_at(p_programme text, p_on date, p_size bigint, p_code text, p_seq bigint) RETURNS bigint
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.entry_known_at(p_programme text, p_on date, p_size bigint, p_code text, p_seq bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.entry_state(p_programme jalon.programme, p_territory jsonb) RETURNS text
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.entry_state(p_programme jalon.programme, p_territory jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.erasable(p_programme text, p_person text, p_entries text[], p_fields text[]) RETURNS TABLE(entry_id bigint, entry text, digest text, field text, value text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.erasable(p_programme text, p_person text, p_entries text[], p_fields text[]) OWNER TO jalon_owner;

CREATE FUNCTION jalon.erase(p_request uuid, p_programme text, p_person text, p_entries text[], p_fields text[], p_decision jsonb, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.erase(p_request uuid, p_programme text, p_person text, p_entries text[], p_fields text[], p_decision jsonb, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.evidence(p_evidence jsonb, p_today date, OUT reason text, OUT source text, OUT note text, OUT certainty text, OUT learned date, OUT batch uuid) RETURNS record
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.evidence(p_evidence jsonb, p_today date, OUT reason text, OUT source text, OUT note text, OUT certainty text, OUT learned date, OUT batch uuid) OWNER TO jalon_owner;

CREATE FUNCTION jalon.figure_days(p_programme uuid, p_contracts uuid[], p_known bigint) RETURNS TABLE(contract_id uuid, figure text, days datemultirange)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.figure_days(p_programme uuid, p_contracts uuid[], p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.find(p_programme uuid, p_text text, p_as_of date, p_known bigint DEFAULT NULL::bigint) RETURNS TABLE(contract_id uuid, rank integer, kind text, value text, other text, valid_from date, valid_to date)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.find(p_programme uuid, p_text text, p_as_of date, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.fingerprint(p_arguments jsonb) RETURNS bytea
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.fingerprint(p_arguments jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.first_day(p_contract uuid) RETURNS date
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.first_day(p_contract uuid) OWNER TO jalon_owner;

CREATE FUNCTION jalon.fold(p_text text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.fold(p_text text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.forget_requests(p_programme text, p_entries bigint[], p_person text, p_actors boolean) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.forget_requests(p_programme text, p_entries bigint[], p_person text, p_actors boolean) OWNER TO jalon_owner;

CREATE FUNCTION jalon.hold(p_request uuid, p_programme text, p_code text, p_seq integer, p_held boolean, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.hold(p_request uuid, p_programme text, p_code text, p_seq integer, p_held boolean, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.holds(p_programme text) RETURNS TABLE(code text, seq integer, entry_id bigint, entry text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.holds(p_programme text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.inherited(p_codes uuid[], p_successor jsonb, p_on date) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.inherited(p_codes uuid[], p_successor jsonb, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.instrument_of(p_contract record, p_instrument text) RETURNS jalon.instrument_def
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.instrument_of(p_contract record, p_instrument text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.is_known(p_from bigint, p_to bigint, p_known bigint) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.is_known(p_from bigint, p_to bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.is_passed(p_entry bigint, p_after jsonb) RETURNS boolean
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.is_passed(p_entry bigint, p_after jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.is_refusal(p_sqlstate text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.is_refusal(p_sqlstate text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.issue_checkpoint(p_programme text, p_kind text, p_week text, p_known bigint) RETURNS TABLE(checkpoint bigint)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.issue_checkpoint(p_programme text, p_kind text, p_week text, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.issue_head(p_programme text, OUT entry_id bigint, OUT entry text, OUT n bigint) RETURNS record
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.issue_head(p_programme text, OUT entry_id bigint, OUT entry text, OUT n bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.issued_files() RETURNS TABLE(programme_id uuid, entry_id bigint, entry text, kind text, week text, as_of date, known text, format text, lang text, sha256 text, size integer)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.issued_files() OWNER TO jalon_owner;

CREATE FUNCTION jalon.journal_of(p_subject uuid, p_known bigint DEFAULT NULL::bigint) RETURNS jsonb
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.journal_of(p_subject uuid, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.keep_file(p_content bytea) RETURNS jsonb
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.keep_file(p_content bytea) OWNER TO jalon_owner;

CREATE FUNCTION jalon.keep_report(p_files jsonb) RETURNS jsonb
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.keep_report(p_files jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.last_fact(p_contract uuid) RETURNS date
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.last_fact(p_contract uuid) OWNER TO jalon_owner;

CREATE TABLE jalon.member (
    contract_id uuid NOT NULL,
    siren text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    insee text,
    departement text NOT NULL,
    region text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from bigint NOT NULL,
    known_to bigint,
    end_known_from bigint,
    folded text GENERATED ALWAYS AS (jalon.fold(name)) STORED,
    entry_id bigint NOT NULL,
    end_entry_id bigint,
    CONSTRAINT member_kind_known CHECK ((kind = ANY (ARRAY['EPCI'::text, 'EPT'::text, 'COMMUNE'::text]))),
    CONSTRAINT member_siren_digits CHECK ((siren ~ '^[0-9]{9}$'::text))
);

ALTER TABLE jalon.member OWNER TO jalon_owner;

CREATE FUNCTION jalon.last_member(p_contract uuid, p_siren text) RETURNS jalon.member
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.last_member(p_contract uuid, p_siren text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.last_of_mine(p_contract record) RETURNS integer[]
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.last_of_mine(p_contract record) OWNER TO jalon_owner;

CREATE FUNCTION jalon.last_shown(p_programme text, p_known bigint, OUT entry_id bigint, OUT entry text) RETURNS record
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.last_shown(p_programme text, p_known bigint, OUT entry_id bigint, OUT entry text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.links(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, kind text, code text, valid_from date)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.links(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.lock_contracts(p_programme text, p_codes text[]) RETURNS jalon.programme
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.lock_contracts(p_programme text, p_codes text[]) OWNER TO jalon_owner;

CREATE FUNCTION jalon.members(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, siren text, name text, kind text, insee text, departement text, region text, folded text, valid_from date, valid_to date, end_entry_id bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.members(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.milestone(p_request uuid, p_programme text, p_code text, p_milestone text, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.milestone(p_request uuid, p_programme text, p_code text, p_milestone text, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.milestones(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, milestone text, earliest date, latest date, "precision" text, counts_from date, note text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.milestones(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.move_head(p_contract uuid, p_head audit.head) RETURNS void
    LANGUAGE sql
    AS …;

ALTER FUNCTION jalon.move_head(p_contract uuid, p_head audit.head) OWNER TO jalon_owner;

CREATE FUNCTION jalon.names(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, kind text, value text, issuer text, as_of_year integer, folded text, valid_from date, valid_to date, end_entry_id bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.names(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.names_person(p_text text, p_person text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.names_person(p_text text, p_person text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.new_epoch(p_request uuid, p_programme text, p_ended integer, p_log text, p_signed jsonb, p_kept bigint, p_decided_by text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.new_epoch(p_request uuid, p_programme text, p_ended integer, p_log text, p_signed jsonb, p_kept bigint, p_decided_by text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.note(p_request uuid, p_programme text, p_code text, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.note(p_request uuid, p_programme text, p_code text, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.number_parties(p_known bigint) RETURNS TABLE(contract_id uuid, instrument text, number integer, party text, waived_by bigint, waived_on date, waived_reason text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.number_parties(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.numbers(p_known bigint) RETURNS TABLE(contract_id uuid, instrument text, number integer, opened_on date, completed_on date, completed_precision text, closed_on date, closed_by bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.numbers(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.open_contract(p_request uuid, p_fingerprint bytea, p_programme text, p_code text, OUT id uuid, OUT state text, OUT previous_state text, OUT state_since date, OUT head audit.head, OUT subject audit.subject, OUT programme_id uuid, OUT timezone text, OUT starts_on date, OUT revision integer, OUT receipt jsonb) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.open_contract(p_request uuid, p_fingerprint bytea, p_programme text, p_code text, OUT id uuid, OUT state text, OUT previous_state text, OUT state_since date, OUT head audit.head, OUT subject audit.subject, OUT programme_id uuid, OUT timezone text, OUT starts_on date, OUT revision integer, OUT receipt jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.open_number(p_contract uuid, p_programme uuid, p_def jalon.instrument_def, OUT number integer, OUT next integer, OUT complete boolean, OUT first_day date) RETURNS record
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.open_number(p_contract uuid, p_programme uuid, p_def jalon.instrument_def, OUT number integer, OUT next integer, OUT complete boolean, OUT first_day date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.open_programme(p_request uuid, p_fingerprint bytea, p_programme text, p_alone boolean, OUT id uuid, OUT head audit.head, OUT subject audit.subject, OUT timezone text, OUT receipt jsonb) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.open_programme(p_request uuid, p_fingerprint bytea, p_programme text, p_alone boolean, OUT id uuid, OUT head audit.head, OUT subject audit.subject, OUT timezone text, OUT receipt jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.parties_at(p_programme uuid, p_contracts uuid[], p_as_of date, p_known bigint DEFAULT NULL::bigint) RETURNS TABLE(contract_id uuid, instrument text, number integer, party text, signed_on date, completed_on date)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.parties_at(p_programme uuid, p_contracts uuid[], p_as_of date, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.parties_needed(p_contract uuid, p_programme uuid, p_revision integer, p_instrument text, p_on date) RETURNS SETOF text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.parties_needed(p_contract uuid, p_programme uuid, p_revision integer, p_instrument text, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.parties_to_sign(p_contract record, p_def jalon.instrument_def, p_number integer, p_parties text[], p_required text[], p_on date) RETURNS text[]
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.parties_to_sign(p_contract record, p_def jalon.instrument_def, p_number integer, p_parties text[], p_required text[], p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.party_after(p_instrument text, p_number integer, p_party text, p_note text) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.party_after(p_instrument text, p_number integer, p_party text, p_note text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.party_refuse(p_request uuid, p_programme text, p_code text, p_instrument text, p_party text, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.party_refuse(p_request uuid, p_programme text, p_code text, p_instrument text, p_party text, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.party_waive(p_request uuid, p_programme text, p_code text, p_instrument text, p_party text, p_on date, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.party_waive(p_request uuid, p_programme text, p_code text, p_instrument text, p_party text, p_on date, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.plan(p_request uuid, p_programme text, p_code text, p_what text, p_plan jsonb, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.plan(p_request uuid, p_programme text, p_code text, p_what text, p_plan jsonb, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE TABLE jalon.plan (
    contract_id uuid NOT NULL,
    kind text NOT NULL,
    what text NOT NULL,
    number integer,
    earliest date,
    latest date,
    "precision" text NOT NULL,
    party text,
    place text,
    note text,
    valid_from date NOT NULL,
    valid_to date,
    entry_id bigint NOT NULL,
    end_entry_id bigint,
    known_from bigint NOT NULL,
    known_to bigint,
    end_known_from bigint,
    CONSTRAINT plan_dated CHECK ((COALESCE(latest, earliest) IS NOT NULL)),
    CONSTRAINT plan_kind_check CHECK ((kind = ANY (ARRAY['instrument'::text, 'milestone'::text, 'state'::text]))),
    CONSTRAINT plan_number_check CHECK ((number >= 1)),
    CONSTRAINT plan_numbered CHECK (((kind = 'instrument'::text) = (number IS NOT NULL))),
    CONSTRAINT plan_precision_check CHECK (("precision" = ANY (ARRAY['day'::text, 'month'::text, 'before'::text, 'after'::text]))),
    CONSTRAINT plan_well_formed CHECK ((COALESCE((valid_to >= valid_from), true) AND ((valid_to IS NULL) = (end_entry_id IS NULL))))
);

ALTER TABLE jalon.plan OWNER TO jalon_owner;

CREATE FUNCTION jalon.plan_before(p_plan jalon.plan) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION jalon.plan_before(p_plan jalon.plan) OWNER TO jalon_owner;

CREATE FUNCTION jalon.plan_in_force(p_contract uuid, p_kind text, p_what text, p_number integer) RETURNS jalon.plan
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.plan_in_force(p_contract uuid, p_kind text, p_what text, p_number integer) OWNER TO jalon_owner;

CREATE FUNCTION jalon.plan_kind(p_contract record, p_what text) RETURNS text
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.plan_kind(p_contract record, p_what text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.plan_record(p_contract uuid, p_known bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.plan_record(p_contract uuid, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.plans(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, kind text, what text, number integer, earliest date, latest date, "precision" text, party text, place text, note text, valid_from date, valid_to date, end_entry_id bigint, done_on date)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.plans(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.plans_at(p_contracts uuid[], p_as_of date, p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, kind text, what text, number integer, earliest date, latest date, "precision" text, due_on date, party text, place text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.plans_at(p_contracts uuid[], p_as_of date, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.precision_known(p_subject uuid, p_entry bigint, p_known bigint) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.precision_known(p_subject uuid, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.programme_apply(p_request uuid, p_document text, p_evidence jsonb DEFAULT NULL::jsonb, p_expect integer DEFAULT NULL::integer) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.programme_apply(p_request uuid, p_document text, p_evidence jsonb, p_expect integer) OWNER TO jalon_owner;

CREATE FUNCTION jalon.programmes(p_known bigint) RETURNS TABLE(id uuid, code text, name_fr text, name_en text, timezone text, starts_on date, revision integer, initial_state text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.programmes(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.projections() RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.projections() OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_aliases(p_contract uuid, p_aliases jsonb, p_from date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_aliases(p_contract uuid, p_aliases jsonb, p_from date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_back(p_contract uuid, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_back(p_contract uuid, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_cohort(p_contract uuid, p_after jsonb, p_precision text, p_from date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_cohort(p_contract uuid, p_after jsonb, p_precision text, p_from date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_document(p_contract uuid, p_after jsonb, p_when record, p_precision text, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_document(p_contract uuid, p_after jsonb, p_when record, p_precision text, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_leave(p_contract uuid, p_into jsonb, p_precision text, p_on date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_leave(p_contract uuid, p_into jsonb, p_precision text, p_on date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_links(p_contract uuid, p_kind text, p_codes jsonb, p_from date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_links(p_contract uuid, p_kind text, p_codes jsonb, p_from date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_members(p_contract uuid, p_members jsonb, p_from date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_members(p_contract uuid, p_members jsonb, p_from date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_milestone(p_contract uuid, p_after jsonb, p_precision text, p_when record, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_milestone(p_contract uuid, p_after jsonb, p_precision text, p_when record, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_name(p_contract uuid, p_name text, p_from date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_name(p_contract uuid, p_name text, p_from date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE TABLE jalon.instrument (
    contract_id uuid NOT NULL,
    instrument text NOT NULL,
    number integer NOT NULL,
    opened_on date NOT NULL,
    completed_on date,
    completed_precision text,
    closed_on date,
    closed_by bigint,
    known_from bigint NOT NULL,
    known_to bigint,
    CONSTRAINT instrument_number_check CHECK ((number >= 1))
);

ALTER TABLE jalon.instrument OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_number(p_number jalon.instrument) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_number(p_number jalon.instrument) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_parties(p_contract uuid, p_instrument text, p_number integer, p_parties text[], p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_parties(p_contract uuid, p_instrument text, p_number integer, p_parties text[], p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_plan(p_contract uuid, p_after jsonb, p_from date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_plan(p_contract uuid, p_after jsonb, p_from date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_refusal(p_contract uuid, p_after jsonb, p_reason text, p_precision text, p_when record, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_refusal(p_contract uuid, p_after jsonb, p_reason text, p_precision text, p_when record, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_retarget(p_contract uuid, p_target text, p_on date, p_decided_on date, p_note text, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE sql
    AS …;

ALTER FUNCTION jalon.put_retarget(p_contract uuid, p_target text, p_on date, p_decided_on date, p_note text, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_signature(p_contract uuid, p_after jsonb, p_precision text, p_when record, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_signature(p_contract uuid, p_after jsonb, p_precision text, p_when record, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_state(p_contract uuid, p_state text, p_since date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_state(p_contract uuid, p_state text, p_since date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_term(p_contract uuid, p_after jsonb, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE sql
    AS …;

ALTER FUNCTION jalon.put_term(p_contract uuid, p_after jsonb, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_territory(p_contract uuid, p_after jsonb, p_precision text, p_from date, p_counts_from date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_territory(p_contract uuid, p_after jsonb, p_precision text, p_from date, p_counts_from date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_waiver(p_contract uuid, p_after jsonb, p_reason text, p_on date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE sql
    AS …;

ALTER FUNCTION jalon.put_waiver(p_contract uuid, p_after jsonb, p_reason text, p_on date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.put_weight(p_contract uuid, p_after jsonb, p_from date, p_entry bigint, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.put_weight(p_contract uuid, p_after jsonb, p_from date, p_entry bigint, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.reason_of(p_entry bigint) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.reason_of(p_entry bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.rebuild(p_contract record, p_known bigint, OUT state text, OUT previous_state text, OUT state_since date, OUT owed text, OUT owed_number integer, OUT owed_on date, OUT owed_valid date, OUT owed_precision text) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.rebuild(p_contract record, p_known bigint, OUT state text, OUT previous_state text, OUT state_since date, OUT owed text, OUT owed_number integer, OUT owed_on date, OUT owed_valid date, OUT owed_precision text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.refusal_record(p_contract uuid, p_known bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.refusal_record(p_contract uuid, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.refusals(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, instrument text, number integer, party text, earliest date, latest date, "precision" text, counts_from date, reason text, note text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.refusals(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.refusals_at(p_contracts uuid[], p_as_of date, p_known bigint) RETURNS TABLE(contract_id uuid, instrument text, number integer, party text, refused_on date, entry_id bigint, reason text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.refusals_at(p_contracts uuid[], p_as_of date, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.refuse(p_sqlstate text, p_key text, p_facts jsonb) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.refuse(p_sqlstate text, p_key text, p_facts jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.refuse_absent(p_programme text, p_code text) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.refuse_absent(p_programme text, p_code text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.refuse_early(p_contract record, p_on date, p_not_before date) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.refuse_early(p_contract record, p_on date, p_not_before date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.refuse_move(p_contract record, p_to text) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.refuse_move(p_contract record, p_to text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.refuse_obstacles(p_code text, p_doc jsonb, p_has_reason boolean) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.refuse_obstacles(p_code text, p_doc jsonb, p_has_reason boolean) OWNER TO jalon_owner;

CREATE FUNCTION jalon.refuse_unknown_target(p_programme uuid, p_target text) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.refuse_unknown_target(p_programme uuid, p_target text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.remind(p_request uuid, p_reminder bigint, p_claim uuid, p_outcome text, p_status integer, p_address text) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.remind(p_request uuid, p_reminder bigint, p_claim uuid, p_outcome text, p_status integer, p_address text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.remind_claim(p_request uuid, p_reminder bigint, p_attempts integer, p_seconds integer) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.remind_claim(p_request uuid, p_reminder bigint, p_attempts integer, p_seconds integer) OWNER TO jalon_owner;

CREATE FUNCTION jalon.remind_plan(p_request uuid, p_programme text, p_items jsonb) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.remind_plan(p_request uuid, p_programme text, p_items jsonb) OWNER TO jalon_owner;

CREATE TABLE jalon.reminder (
    id bigint NOT NULL,
    contract_id uuid NOT NULL,
    instrument text NOT NULL,
    number integer NOT NULL,
    party text NOT NULL,
    target text NOT NULL,
    due_on date NOT NULL,
    occasion text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    claim uuid,
    claimed_until timestamp with time zone,
    dropped boolean DEFAULT false NOT NULL,
    entry_id bigint,
    CONSTRAINT reminder_claim_whole CHECK (((claim IS NULL) = (claimed_until IS NULL))),
    CONSTRAINT reminder_occasion_known CHECK ((occasion = ANY (ARRAY['before'::text, 'after'::text])))
);

ALTER TABLE jalon.reminder OWNER TO jalon_owner;

CREATE FUNCTION jalon.reminder_holds(p_reminder jalon.reminder) RETURNS boolean
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.reminder_holds(p_reminder jalon.reminder) OWNER TO jalon_owner;

CREATE FUNCTION jalon.reminder_outcome(p_entry bigint) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.reminder_outcome(p_entry bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.replay_change(p_contract record, p_entry record, p_when record, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.replay_change(p_contract record, p_entry record, p_when record, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.replay_move(p_contract record, p_entry record, p_when record, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.replay_move(p_contract record, p_entry record, p_when record, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.replay_signature(p_contract record, p_entry record, p_when record, p_known bigint, OUT completed boolean, OUT on_date date, OUT valid date, OUT coarsest text) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.replay_signature(p_contract record, p_entry record, p_when record, p_known bigint, OUT completed boolean, OUT on_date date, OUT valid date, OUT coarsest text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.replay_waiver(p_contract record, p_entry record, p_when record, p_known bigint, OUT completed boolean, OUT on_date date, OUT valid date, OUT coarsest text) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.replay_waiver(p_contract record, p_entry record, p_when record, p_known bigint, OUT completed boolean, OUT on_date date, OUT valid date, OUT coarsest text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.report_deliver(p_request uuid, p_programme text, p_issue integer, p_mail jsonb, p_attempts integer, p_again boolean) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.report_deliver(p_request uuid, p_programme text, p_issue integer, p_mail jsonb, p_attempts integer, p_again boolean) OWNER TO jalon_owner;

CREATE FUNCTION jalon.report_delivered(p_request uuid, p_programme text, p_begun integer, p_outcome text, p_status integer) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.report_delivered(p_request uuid, p_programme text, p_begun integer, p_outcome text, p_status integer) OWNER TO jalon_owner;

CREATE FUNCTION jalon.report_issue(p_request uuid, p_programme text, p_report jsonb, p_files jsonb, p_again boolean, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.report_issue(p_request uuid, p_programme text, p_report jsonb, p_files jsonb, p_again boolean, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.require_reason(p_evidence record, p_what text) RETURNS void
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.require_reason(p_evidence record, p_what text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.required_parties(p_contract record, p_instrument text, p_number integer, p_on date) RETURNS text[]
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.required_parties(p_contract record, p_instrument text, p_number integer, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.resolve_party(p_contract record, p_party text, p_required text[], p_optional boolean, p_on date) RETURNS text
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.resolve_party(p_contract record, p_party text, p_required text[], p_optional boolean, p_on date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.restatements(p_programme uuid, p_from date, p_as_of date, p_known bigint) RETURNS TABLE(entry_id bigint, entry text, recorded_on date, figure text, from_sunday date, to_sunday date, before bigint, after bigint)
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.restatements(p_programme uuid, p_from date, p_as_of date, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.retarget(p_request uuid, p_programme text, p_code text, p_target text, p_on date, p_decided_on date, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.retarget(p_request uuid, p_programme text, p_code text, p_target text, p_on date, p_decided_on date, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.retarget_all(p_request uuid, p_programme text, p_target text, p_region text, p_on date, p_decided_on date, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.retarget_all(p_request uuid, p_programme text, p_target text, p_region text, p_on date, p_decided_on date, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.revision_obstacles(p_code text, p_doc jsonb) RETURNS TABLE(kind text, thing text, n integer, contracts text[])
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.revision_obstacles(p_code text, p_doc jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.scopes(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, valid_from date, "precision" text, valid_to date, end_precision text, end_entry_id bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.scopes(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.seq_of(p_contract uuid, p_entry bigint) RETURNS integer
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.seq_of(p_contract uuid, p_entry bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.settle_correction(p_contract record, p_head audit.head, p_request uuid, p_batch uuid, OUT head audit.head, OUT entries text[], OUT state text) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.settle_correction(p_contract record, p_head audit.head, p_request uuid, p_batch uuid, OUT head audit.head, OUT entries text[], OUT state text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.settle_number(p_contract uuid, p_instrument text, p_number integer, p_known bigint, OUT completed boolean, OUT on_date date, OUT valid date, OUT coarsest text) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.settle_number(p_contract uuid, p_instrument text, p_number integer, p_known bigint, OUT completed boolean, OUT on_date date, OUT valid date, OUT coarsest text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.sign(p_request uuid, p_programme text, p_code text, p_instrument text, p_parties text[], p_on date, p_precision text, p_signing jsonb, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.sign(p_request uuid, p_programme text, p_code text, p_instrument text, p_parties text[], p_on date, p_precision text, p_signing jsonb, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.sign_with_file(p_request uuid, p_programme text, p_code text, p_instrument text, p_parties text[], p_on date, p_precision text, p_signing jsonb, p_evidence jsonb, p_content bytea) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.sign_with_file(p_request uuid, p_programme text, p_code text, p_instrument text, p_parties text[], p_on date, p_precision text, p_signing jsonb, p_evidence jsonb, p_content bytea) OWNER TO jalon_owner;

CREATE FUNCTION jalon.signatures(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, instrument text, number integer, party text, earliest date, latest date, "precision" text, counts_from date, channel text, signer text, capacity text, delegation text, place text, note text, document text, no_evidence text, signed_text text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.signatures(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.signed_document(p_contract record, p_request uuid, p_document jsonb, p_when record, p_precision text, p_evidence record, OUT sha256 text, OUT head audit.head) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.signed_document(p_contract record, p_request uuid, p_document jsonb, p_when record, p_precision text, p_evidence record, OUT sha256 text, OUT head audit.head) OWNER TO jalon_owner;

CREATE FUNCTION jalon.signing_record(p_contract uuid, p_known bigint DEFAULT NULL::bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.signing_record(p_contract uuid, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.siren_ok(p_siren text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.siren_ok(p_siren text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.spellings(p_folded text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.spellings(p_folded text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.state_at(p_contract uuid, p_on date) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.state_at(p_contract uuid, p_on date) OWNER TO jalon_owner;

CREATE TABLE jalon.state_def (
    programme_id uuid NOT NULL,
    revision integer NOT NULL,
    code text NOT NULL,
    "position" integer NOT NULL,
    label_fr text NOT NULL,
    label_en text NOT NULL,
    done boolean NOT NULL,
    in_scope boolean NOT NULL
);

ALTER TABLE jalon.state_def OWNER TO jalon_owner;

CREATE FUNCTION jalon.state_defs(p_known bigint) RETURNS SETOF jalon.state_def
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.state_defs(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.states(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, state text, valid_from date, valid_to date, end_entry_id bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.states(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.stays_behind(p_event text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.stays_behind(p_event text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.store_calendar(p_programme uuid, p_doc jsonb) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.store_calendar(p_programme uuid, p_doc jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.store_cohorts(p_programme uuid, p_revision integer, p_doc jsonb) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.store_cohorts(p_programme uuid, p_revision integer, p_doc jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.store_document(p_contract record, p_head audit.head, p_request uuid, p_document jsonb, p_when record, p_precision text, p_evidence record) RETURNS audit.head
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.store_document(p_contract record, p_head audit.head, p_request uuid, p_document jsonb, p_when record, p_precision text, p_evidence record) OWNER TO jalon_owner;

CREATE FUNCTION jalon.store_instruments(p_programme uuid, p_revision integer, p_doc jsonb) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.store_instruments(p_programme uuid, p_revision integer, p_doc jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.store_leave(p_contract record, p_request uuid, p_into text[], p_precision text, p_when record, p_evidence record) RETURNS audit.head
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.store_leave(p_contract record, p_request uuid, p_into text[], p_precision text, p_when record, p_evidence record) OWNER TO jalon_owner;

CREATE FUNCTION jalon.store_lifecycle(p_programme uuid, p_revision integer, p_doc jsonb) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.store_lifecycle(p_programme uuid, p_revision integer, p_doc jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.store_member(p_contract record, p_head audit.head, p_request uuid, p_member jsonb, p_precision text, p_when record, p_evidence record) RETURNS audit.head
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.store_member(p_contract record, p_head audit.head, p_request uuid, p_member jsonb, p_precision text, p_when record, p_evidence record) OWNER TO jalon_owner;

CREATE FUNCTION jalon.store_revision(p_programme uuid, p_revision integer, p_document text, p_head audit.head) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.store_revision(p_programme uuid, p_revision integer, p_document text, p_head audit.head) OWNER TO jalon_owner;

CREATE FUNCTION jalon.store_statuses(p_programme uuid, p_revision integer, p_doc jsonb) RETURNS void
    LANGUAGE sql
    AS …;

ALTER FUNCTION jalon.store_statuses(p_programme uuid, p_revision integer, p_doc jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.take_back(p_contract record, p_request uuid, p_seqs integer[], p_precision text, p_when record, p_evidence record, OUT head audit.head, OUT entries text[], OUT state text) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.take_back(p_contract record, p_request uuid, p_seqs integer[], p_precision text, p_when record, p_evidence record, OUT head audit.head, OUT entries text[], OUT state text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.take_in(p_contract record, p_request uuid, p_codes text[], p_members jsonb, p_precision text, p_when record, p_evidence record) RETURNS text[]
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.take_in(p_contract record, p_request uuid, p_codes text[], p_members jsonb, p_precision text, p_when record, p_evidence record) OWNER TO jalon_owner;

CREATE FUNCTION jalon.take_out(p_contract uuid, p_known bigint) RETURNS void
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.take_out(p_contract uuid, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.target_moves(p_doc jsonb) RETURNS TABLE(code text, "position" integer, label_fr text, label_en text, on_date date, decided_on date, instrument text, percent integer, source text, region text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.target_moves(p_doc jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.targets(p_known bigint) RETURNS TABLE(programme_id uuid, code text, "position" integer, label_fr text, label_en text, on_date date, decided_on date, instrument text, percent integer, source text, region text)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.targets(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.targets_at(p_programme uuid, p_as_of date, p_known bigint DEFAULT NULL::bigint) RETURNS TABLE(contract_id uuid, target text, on_date date, decided_on date, level text, instrument text, binds boolean)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.targets_at(p_programme uuid, p_as_of date, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.term(p_request uuid, p_programme text, p_code text, p_instrument text, p_term jsonb, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.term(p_request uuid, p_programme text, p_code text, p_instrument text, p_term jsonb, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.terms(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, instrument text, number integer, from_date date, to_date date, note text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.terms(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.terms_at(p_contracts uuid[], p_as_of date, p_known bigint) RETURNS TABLE(contract_id uuid, instrument text, number integer, from_date date, to_date date, entry_id bigint)
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.terms_at(p_contracts uuid[], p_as_of date, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.territory_absorb(p_request uuid, p_programme text, p_code text, p_predecessors text[], p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.territory_absorb(p_request uuid, p_programme text, p_code text, p_predecessors text[], p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.territory_add(p_request uuid, p_programme text, p_territory jsonb, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.territory_add(p_request uuid, p_programme text, p_territory jsonb, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.territory_alias(p_request uuid, p_programme text, p_code text, p_alias jsonb, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.territory_alias(p_request uuid, p_programme text, p_code text, p_alias jsonb, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.territory_leave(p_request uuid, p_programme text, p_code text, p_into text[], p_on date, p_precision text, p_expect text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.territory_leave(p_request uuid, p_programme text, p_code text, p_into text[], p_on date, p_precision text, p_expect text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.territory_member_add(p_request uuid, p_programme text, p_code text, p_member jsonb, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.territory_member_add(p_request uuid, p_programme text, p_code text, p_member jsonb, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.territory_member_remove(p_request uuid, p_programme text, p_code text, p_siren text, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.territory_member_remove(p_request uuid, p_programme text, p_code text, p_siren text, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.territory_record(p_contract uuid, p_known bigint DEFAULT NULL::bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.territory_record(p_contract uuid, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.territory_rename(p_request uuid, p_programme text, p_code text, p_name text, p_on date, p_precision text, p_expect text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.territory_rename(p_request uuid, p_programme text, p_code text, p_name text, p_on date, p_precision text, p_expect text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.territory_succeed(p_request uuid, p_programme text, p_codes text[], p_successors jsonb, p_on date, p_precision text, p_expect text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.territory_succeed(p_request uuid, p_programme text, p_codes text[], p_successors jsonb, p_on date, p_precision text, p_expect text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.text_of(p_contract uuid, p_instrument text, p_number integer) RETURNS text
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.text_of(p_contract uuid, p_instrument text, p_number integer) OWNER TO jalon_owner;

CREATE FUNCTION jalon.today(p_timezone text) RETURNS date
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.today(p_timezone text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.told_or_erased(p_told text, p_sealed jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.told_or_erased(p_told text, p_sealed jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.undo(p_request uuid, p_programme text, p_code text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.undo(p_request uuid, p_programme text, p_code text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.void(p_request uuid, p_programme text, p_code text, p_seqs integer[], p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.void(p_request uuid, p_programme text, p_code text, p_seqs integer[], p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.void_batch(p_request uuid, p_programme text, p_batch uuid, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.void_batch(p_request uuid, p_programme text, p_batch uuid, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.voided(p_subject uuid, p_known bigint DEFAULT NULL::bigint) RETURNS integer[]
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.voided(p_subject uuid, p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.weigh(p_request uuid, p_programme text, p_code text, p_weight text, p_figure jsonb, p_on date, p_precision text, p_evidence jsonb) RETURNS jsonb
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS …;

ALTER FUNCTION jalon.weigh(p_request uuid, p_programme text, p_code text, p_weight text, p_figure jsonb, p_on date, p_precision text, p_evidence jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.weighing_record(p_contract uuid, p_known bigint DEFAULT NULL::bigint) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    AS …;

ALTER FUNCTION jalon.weighing_record(p_contract uuid, p_known bigint) OWNER TO jalon_owner;

CREATE TABLE jalon.weight (
    contract_id uuid NOT NULL,
    weight text NOT NULL,
    value bigint NOT NULL,
    as_of_year integer NOT NULL,
    counted integer,
    valid_from date NOT NULL,
    valid_to date,
    known_from bigint NOT NULL,
    end_known_from bigint,
    known_to bigint,
    entry_id bigint NOT NULL,
    end_entry_id bigint,
    CONSTRAINT weight_counted_check CHECK ((counted >= 1)),
    CONSTRAINT weight_value_check CHECK ((value >= 0)),
    CONSTRAINT weight_well_formed CHECK ((COALESCE((valid_to >= valid_from), true) AND ((valid_to IS NULL) = (end_known_from IS NULL))))
);

ALTER TABLE jalon.weight OWNER TO jalon_owner;

CREATE FUNCTION jalon.weight_in_force(p_contract uuid, p_weight text) RETURNS jalon.weight
    LANGUAGE sql STABLE
    AS …;

ALTER FUNCTION jalon.weight_in_force(p_contract uuid, p_weight text) OWNER TO jalon_owner;

CREATE FUNCTION jalon.weights(p_known bigint) RETURNS TABLE(contract_id uuid, entry_id bigint, weight text, value bigint, as_of_year integer, counted integer, valid_from date, valid_to date, end_entry_id bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS …;

ALTER FUNCTION jalon.weights(p_known bigint) OWNER TO jalon_owner;

CREATE FUNCTION jalon.when_of(p_on date, p_precision text, p_timezone text, p_starts_on date, OUT earliest date, OUT latest date, OUT counts_from date, OUT valid date, OUT today date) RETURNS record
    LANGUAGE plpgsql
    AS …;

ALTER FUNCTION jalon.when_of(p_on date, p_precision text, p_timezone text, p_starts_on date, OUT earliest date, OUT latest date, OUT counts_from date, OUT valid date, OUT today date) OWNER TO jalon_owner;

CREATE FUNCTION jalon.with_move(p_doc jsonb, p_target text, p_move jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION jalon.with_move(p_doc jsonb, p_target text, p_move jsonb) OWNER TO jalon_owner;

CREATE FUNCTION jalon.with_positions(p_document text, p_doc jsonb, p_path text[]) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    AS …;

ALTER FUNCTION jalon.with_positions(p_document text, p_doc jsonb, p_path text[]) OWNER TO jalon_owner;

CREATE TABLE audit.checkpoint (
    epoch integer NOT NULL,
    size bigint NOT NULL,
    note text NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

ALTER TABLE audit.checkpoint OWNER TO jalon_audit_owner;

CREATE TABLE audit.cosignature (
    epoch integer NOT NULL,
    size bigint NOT NULL,
    witness text NOT NULL,
    line text NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT cosignature_is_a_line CHECK ((line ~~ '— _%
'::text))
);

ALTER TABLE audit.cosignature OWNER TO jalon_audit_owner;

CREATE VIEW audit.cosigned AS
 SELECT c.epoch,
    c.size,
    (c.note || COALESCE(( SELECT string_agg(s.line, ''::text ORDER BY (s.witness COLLATE "C")) AS string_agg
           FROM audit.cosignature s
          WHERE ((s.epoch = c.epoch) AND (s.size = c.size))), ''::text)) AS note
   FROM audit.checkpoint c;

ALTER TABLE audit.cosigned OWNER TO jalon_audit_owner;

CREATE TABLE audit.disclosure (
    entry_id bigint NOT NULL,
    digest text NOT NULL,
    disclosure text NOT NULL
);

ALTER TABLE audit.disclosure OWNER TO jalon_audit_owner;

CREATE TABLE audit.leaf (
    idx bigint NOT NULL,
    entry_id bigint,
    leaf_hash bytea NOT NULL,
    seal text,
    CONSTRAINT leaf_well_formed CHECK (((octet_length(leaf_hash) = 32) AND ((entry_id IS NULL) = (seal IS NOT NULL)) AND ((seal IS NULL) OR (leaf_hash = audit.leaf_hash(seal)))))
);

ALTER TABLE audit.leaf OWNER TO jalon_audit_owner;

CREATE VIEW audit.disclosures AS
 SELECT f.idx,
    d.disclosure
   FROM (audit.leaf f
     JOIN audit.disclosure d ON ((d.entry_id = f.entry_id)));

ALTER TABLE audit.disclosures OWNER TO jalon_audit_owner;

CREATE TABLE audit.entry (
    id bigint NOT NULL,
    subject uuid NOT NULL,
    seq integer NOT NULL,
    subject_kind text NOT NULL,
    programme text NOT NULL,
    code text NOT NULL,
    event text NOT NULL,
    request uuid NOT NULL,
    batch uuid,
    recorded timestamp with time zone NOT NULL,
    leaf text NOT NULL,
    leaf_hash bytea NOT NULL,
    CONSTRAINT entry_well_formed CHECK (((seq >= 1) AND (subject_kind = ANY (ARRAY['territory'::text, 'programme'::text, 'person'::text])) AND (octet_length(leaf) <= 65535) AND (leaf_hash = audit.leaf_hash(leaf))))
);

ALTER TABLE audit.entry OWNER TO jalon_audit_owner;

CREATE SEQUENCE audit.entry_id
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER TABLE audit.entry_id OWNER TO jalon_audit_owner;

CREATE TABLE audit.erasure (
    digest text NOT NULL,
    entry_id bigint NOT NULL,
    erased_by bigint NOT NULL
);

ALTER TABLE audit.erasure OWNER TO jalon_audit_owner;

CREATE VIEW audit.erased AS
 SELECT x.digest,
    x.entry_id,
    x.erased_by,
    ((e.code || '#'::text) || e.seq) AS entry
   FROM (audit.erasure x
     JOIN audit.entry e ON ((e.id = x.erased_by)));

ALTER TABLE audit.erased OWNER TO jalon_audit_owner;

CREATE VIEW audit.evidence AS
 SELECT d.entry_id,
    d.digest,
    d.disclosure
   FROM audit.disclosure d;

ALTER TABLE audit.evidence OWNER TO jalon_audit_owner;

CREATE TABLE audit.file (
    sha256 bytea NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT file_well_formed CHECK (((octet_length(content) >= 1) AND (octet_length(content) <= 67108864) AND (sha256 = sha256(content))))
);
ALTER TABLE ONLY audit.file ALTER COLUMN content SET STORAGE EXTERNAL;

ALTER TABLE audit.file OWNER TO jalon_audit_owner;

CREATE TABLE audit.pending (
    entry_id bigint NOT NULL
);

ALTER TABLE audit.pending OWNER TO jalon_audit_owner;

CREATE VIEW audit.head_of_log AS
 SELECT g.epoch,
    g.size,
    g.root,
    g.at,
    ( SELECT count(*) AS count
           FROM audit.pending) AS n_pending
   FROM audit.log g;

ALTER TABLE audit.head_of_log OWNER TO jalon_audit_owner;

CREATE VIEW audit.history AS
 SELECT e.id AS entry_id,
    e.programme,
    e.code,
    e.subject,
    e.subject_kind,
    e.seq,
    e.event,
    e.request,
    e.batch,
    e.recorded,
    e.leaf,
    e.leaf_hash,
    ( SELECT jsonb_object_agg(d.digest, (audit.opened(d.disclosure) - 0)) AS jsonb_object_agg
           FROM ( SELECT x.digest,
                    x.disclosure
                   FROM audit.disclosure x
                  WHERE (x.entry_id = e.id)
                UNION ALL
                 SELECT x.digest,
                    x.disclosure
                   FROM (audit.entry t
                     JOIN audit.disclosure x ON ((x.entry_id = t.id)))
                  WHERE ((e.event = 'correct'::text) AND (t.subject = e.subject) AND (t.seq < e.seq) AND (strpos(e.leaf, x.digest) > 0))) d) AS disclosures,
    ( SELECT jsonb_object_agg(d.digest, jsonb_build_array('', NULL::unknown, ((b.code || '#'::text) || b.seq))) AS jsonb_object_agg
           FROM (( SELECT x.digest,
                    x.erased_by
                   FROM audit.erasure x
                  WHERE (x.entry_id = e.id)
                UNION ALL
                 SELECT x.digest,
                    x.erased_by
                   FROM (audit.entry t
                     JOIN audit.erasure x ON ((x.entry_id = t.id)))
                  WHERE ((e.event = 'correct'::text) AND (t.subject = e.subject) AND (t.seq < e.seq) AND (strpos(e.leaf, x.digest) > 0))
                UNION ALL
                 SELECT x.digest,
                    x.erased_by
                   FROM audit.erasure x
                  WHERE ((e.event = 'document'::text) AND (x.digest = "substring"(e.leaf, '"sha256":"([0-9a-f]{64})"'::text)))) d
             JOIN audit.entry b ON ((b.id = d.erased_by)))) AS erased
   FROM audit.entry e;

ALTER TABLE audit.history OWNER TO jalon_audit_owner;

CREATE VIEW audit.leaves AS
 SELECT f.idx,
    f.entry_id,
    f.leaf_hash,
    COALESCE(e.leaf, f.seal) AS leaf,
    e.subject,
    e.code,
    e.seq
   FROM (audit.leaf f
     LEFT JOIN audit.entry e ON ((e.id = f.entry_id)));

ALTER TABLE audit.leaves OWNER TO jalon_audit_owner;

CREATE TABLE audit.tile (
    level integer NOT NULL,
    n bigint NOT NULL,
    root bytea NOT NULL,
    CONSTRAINT tile_root_whole CHECK ((octet_length(root) = 32))
);

ALTER TABLE audit.tile OWNER TO jalon_audit_owner;

CREATE VIEW audit.unsealed AS
 SELECT e.code,
    e.seq,
    e.recorded,
    (p.entry_id IS NOT NULL) AS is_pending
   FROM ((audit.entry e
     LEFT JOIN audit.leaf f ON ((f.entry_id = e.id)))
     LEFT JOIN audit.pending p ON ((p.entry_id = e.id)))
  WHERE (f.idx IS NULL);

ALTER TABLE audit.unsealed OWNER TO jalon_audit_owner;

CREATE TABLE jalon.calendar_day (
    programme_id uuid NOT NULL,
    on_date date NOT NULL,
    label_fr text NOT NULL,
    label_en text NOT NULL,
    ceremony boolean NOT NULL
);

ALTER TABLE jalon.calendar_day OWNER TO jalon_owner;

CREATE TABLE jalon.cohort_def (
    programme_id uuid NOT NULL,
    revision integer NOT NULL,
    code text NOT NULL,
    label_fr text NOT NULL,
    label_en text NOT NULL
);

ALTER TABLE jalon.cohort_def OWNER TO jalon_owner;

CREATE TABLE jalon.cohort_member (
    contract_id uuid NOT NULL,
    cohort text NOT NULL,
    member text,
    valid_from date NOT NULL,
    valid_to date,
    "precision" text NOT NULL,
    known_from bigint NOT NULL,
    end_known_from bigint,
    known_to bigint,
    entry_id bigint NOT NULL,
    end_entry_id bigint,
    CONSTRAINT cohort_member_precision_check CHECK (("precision" = ANY (ARRAY['day'::text, 'month'::text, 'before'::text, 'after'::text, 'unknown'::text]))),
    CONSTRAINT cohort_member_well_formed CHECK ((COALESCE((valid_to >= valid_from), true) AND ((valid_to IS NULL) = (end_known_from IS NULL))))
);

ALTER TABLE jalon.cohort_member OWNER TO jalon_owner;

CREATE TABLE jalon.contract_target (
    contract_id uuid NOT NULL,
    target text NOT NULL,
    on_date date NOT NULL,
    decided_on date NOT NULL,
    note text,
    entry_id bigint NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint,
    CONSTRAINT contract_target_ahead CHECK ((on_date >= decided_on))
);

ALTER TABLE jalon.contract_target OWNER TO jalon_owner;

CREATE TABLE jalon.departement (
    programme_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    region text NOT NULL
);

ALTER TABLE jalon.departement OWNER TO jalon_owner;

CREATE TABLE jalon.document (
    contract_id uuid NOT NULL,
    sha256 text NOT NULL,
    size integer NOT NULL,
    media_type text NOT NULL,
    pdf_signatures integer,
    instrument text,
    number integer,
    party text,
    role text NOT NULL,
    earliest date,
    latest date,
    "precision" text NOT NULL,
    counts_from date NOT NULL,
    title text NOT NULL,
    note text,
    entry_id bigint NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint,
    CONSTRAINT document_precision_check CHECK (("precision" = ANY (ARRAY['day'::text, 'month'::text, 'before'::text, 'after'::text, 'unknown'::text]))),
    CONSTRAINT document_role_known CHECK ((role = ANY (ARRAY['evidence'::text, 'text'::text]))),
    CONSTRAINT document_sha256_hex CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

ALTER TABLE jalon.document OWNER TO jalon_owner;

CREATE TABLE jalon.instrument_party (
    contract_id uuid NOT NULL,
    instrument text NOT NULL,
    number integer NOT NULL,
    party text NOT NULL,
    waived_by bigint,
    known_from bigint NOT NULL,
    known_to bigint,
    waived_known_from bigint,
    waived_on date,
    waived_reason text
);

ALTER TABLE jalon.instrument_party OWNER TO jalon_owner;

CREATE TABLE jalon.milestone (
    contract_id uuid NOT NULL,
    milestone text NOT NULL,
    entry_id bigint NOT NULL,
    earliest date,
    latest date,
    "precision" text NOT NULL,
    counts_from date NOT NULL,
    note text,
    known_to bigint,
    known_from bigint NOT NULL,
    CONSTRAINT milestone_precision_check CHECK (("precision" = ANY (ARRAY['day'::text, 'month'::text, 'before'::text, 'after'::text, 'unknown'::text])))
);

ALTER TABLE jalon.milestone OWNER TO jalon_owner;

CREATE TABLE jalon.milestone_def (
    programme_id uuid NOT NULL,
    revision integer NOT NULL,
    code text NOT NULL,
    label_fr text NOT NULL,
    label_en text NOT NULL
);

ALTER TABLE jalon.milestone_def OWNER TO jalon_owner;

CREATE TABLE jalon.party_def (
    programme_id uuid NOT NULL,
    revision integer NOT NULL,
    code text NOT NULL,
    label_fr text NOT NULL,
    label_en text NOT NULL,
    one_per text NOT NULL,
    CONSTRAINT party_def_one_per_check CHECK ((one_per = ANY (ARRAY['contract'::text, 'region'::text, 'member'::text, 'name'::text])))
);

ALTER TABLE jalon.party_def OWNER TO jalon_owner;

CREATE TABLE jalon.refusal (
    contract_id uuid NOT NULL,
    instrument text NOT NULL,
    number integer NOT NULL,
    party text NOT NULL,
    entry_id bigint NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint,
    earliest date,
    latest date,
    "precision" text NOT NULL,
    counts_from date NOT NULL,
    reason text,
    note text,
    CONSTRAINT refusal_number_check CHECK ((number >= 1)),
    CONSTRAINT refusal_precision_check CHECK (("precision" = ANY (ARRAY['day'::text, 'month'::text, 'before'::text, 'after'::text, 'unknown'::text])))
);

ALTER TABLE jalon.refusal OWNER TO jalon_owner;

CREATE TABLE jalon.region (
    programme_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL
);

ALTER TABLE jalon.region OWNER TO jalon_owner;

ALTER TABLE jalon.reminder ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME jalon.reminder_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE jalon.request (
    id uuid NOT NULL,
    actor name NOT NULL,
    fingerprint bytea NOT NULL,
    receipt jsonb NOT NULL
);

ALTER TABLE jalon.request OWNER TO jalon_owner;

CREATE TABLE jalon.revision (
    programme_id uuid NOT NULL,
    number integer NOT NULL,
    document text NOT NULL,
    sha256 bytea NOT NULL,
    entry_id bigint NOT NULL,
    CONSTRAINT revision_number_check CHECK ((number >= 1)),
    CONSTRAINT revision_sha256_check CHECK ((octet_length(sha256) = 32))
);

ALTER TABLE jalon.revision OWNER TO jalon_owner;

CREATE TABLE jalon.scope (
    contract_id uuid NOT NULL,
    known_from bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    "precision" text NOT NULL,
    end_known_from bigint,
    known_to bigint,
    end_precision text,
    entry_id bigint NOT NULL,
    end_entry_id bigint,
    CONSTRAINT scope_end_precision_check CHECK ((end_precision = ANY (ARRAY['day'::text, 'month'::text, 'before'::text, 'after'::text, 'unknown'::text]))),
    CONSTRAINT scope_precision_check CHECK (("precision" = ANY (ARRAY['day'::text, 'month'::text, 'before'::text, 'after'::text, 'unknown'::text])))
);

ALTER TABLE jalon.scope OWNER TO jalon_owner;

CREATE TABLE jalon.signature (
    contract_id uuid NOT NULL,
    instrument text NOT NULL,
    number integer NOT NULL,
    party text NOT NULL,
    entry_id bigint NOT NULL,
    earliest date,
    latest date,
    "precision" text NOT NULL,
    counts_from date NOT NULL,
    channel text,
    signer text,
    capacity text,
    place text,
    note text,
    known_to bigint,
    known_from bigint NOT NULL,
    document text,
    no_evidence text,
    signed_text text,
    delegation text,
    CONSTRAINT signature_precision_check CHECK (("precision" = ANY (ARRAY['day'::text, 'month'::text, 'before'::text, 'after'::text, 'unknown'::text])))
);

ALTER TABLE jalon.signature OWNER TO jalon_owner;

CREATE TABLE jalon.state_interval (
    contract_id uuid NOT NULL,
    known_from bigint NOT NULL,
    state text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    end_known_from bigint,
    known_to bigint,
    entry_id bigint NOT NULL,
    end_entry_id bigint,
    CONSTRAINT state_interval_well_formed CHECK ((COALESCE((valid_to >= valid_from), true) AND ((valid_to IS NULL) = (end_known_from IS NULL))))
)
WITH (fillfactor='80');

ALTER TABLE jalon.state_interval OWNER TO jalon_owner;

CREATE TABLE jalon.status_def (
    programme_id uuid NOT NULL,
    revision integer NOT NULL,
    code text NOT NULL,
    "position" integer NOT NULL,
    label_fr text NOT NULL,
    label_en text NOT NULL,
    from_percent integer NOT NULL,
    CONSTRAINT status_def_from_percent_check CHECK (((from_percent >= 0) AND (from_percent <= 100)))
);

ALTER TABLE jalon.status_def OWNER TO jalon_owner;

CREATE TABLE jalon.target (
    programme_id uuid NOT NULL,
    code text NOT NULL,
    "position" integer NOT NULL,
    label_fr text NOT NULL,
    label_en text NOT NULL,
    on_date date NOT NULL,
    decided_on date NOT NULL,
    instrument text,
    percent integer NOT NULL,
    source text,
    region text,
    CONSTRAINT target_percent_check CHECK (((percent >= 1) AND (percent <= 100))),
    CONSTRAINT target_position_check CHECK (("position" >= 1))
);

ALTER TABLE jalon.target OWNER TO jalon_owner;

CREATE TABLE jalon.term (
    contract_id uuid NOT NULL,
    instrument text NOT NULL,
    number integer NOT NULL,
    entry_id bigint NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint,
    from_date date NOT NULL,
    to_date date NOT NULL,
    note text,
    CONSTRAINT term_in_order CHECK ((to_date > from_date)),
    CONSTRAINT term_number_check CHECK ((number >= 1))
);

ALTER TABLE jalon.term OWNER TO jalon_owner;

CREATE TABLE jalon.territory_departement (
    contract_id uuid NOT NULL,
    departement text NOT NULL
);

ALTER TABLE jalon.territory_departement OWNER TO jalon_owner;

CREATE TABLE jalon.territory_link (
    contract_id uuid NOT NULL,
    kind text NOT NULL,
    code text NOT NULL,
    valid_from date NOT NULL,
    known_from bigint NOT NULL,
    known_to bigint,
    entry_id bigint NOT NULL,
    CONSTRAINT territory_link_kind_check CHECK ((kind = ANY (ARRAY['predecessor'::text, 'successor'::text])))
);

ALTER TABLE jalon.territory_link OWNER TO jalon_owner;

CREATE TABLE jalon.territory_name (
    contract_id uuid NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    issuer text,
    as_of_year integer,
    valid_from date NOT NULL,
    valid_to date,
    known_from bigint NOT NULL,
    known_to bigint,
    end_known_from bigint,
    folded text GENERATED ALWAYS AS (jalon.fold(value)) STORED,
    entry_id bigint NOT NULL,
    end_entry_id bigint,
    CONSTRAINT territory_name_kind_check CHECK ((kind = ANY (ARRAY['name'::text, 'alias'::text, 'external_code'::text])))
);

ALTER TABLE jalon.territory_name OWNER TO jalon_owner;

CREATE TABLE jalon.territory_region (
    contract_id uuid NOT NULL,
    "position" integer NOT NULL,
    region text NOT NULL,
    CONSTRAINT territory_region_position_check CHECK (("position" >= 1))
);

ALTER TABLE jalon.territory_region OWNER TO jalon_owner;

CREATE TABLE jalon.transition_edge (
    programme_id uuid NOT NULL,
    revision integer NOT NULL,
    from_state text NOT NULL,
    to_state text NOT NULL,
    name text NOT NULL,
    roles text[] NOT NULL,
    reason_required boolean NOT NULL,
    derived boolean NOT NULL
);

ALTER TABLE jalon.transition_edge OWNER TO jalon_owner;

CREATE TABLE jalon.weight_def (
    programme_id uuid NOT NULL,
    revision integer NOT NULL,
    code text NOT NULL,
    label_fr text NOT NULL,
    label_en text NOT NULL,
    unit_fr text NOT NULL,
    unit_en text NOT NULL
);

ALTER TABLE jalon.weight_def OWNER TO jalon_owner;

CREATE TABLE jalon_migrate.blessing (
    pg_major integer NOT NULL,
    fact text NOT NULL,
    expected text,
    accepted text,
    reason text NOT NULL,
    blessed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    blessed_by name DEFAULT SESSION_USER NOT NULL,
    CONSTRAINT blessing_reason_check CHECK ((reason <> ''::text))
);

ALTER TABLE jalon_migrate.blessing OWNER TO jalon_owner;

CREATE TABLE jalon_migrate.fact (
    pg_major integer NOT NULL,
    fact text NOT NULL,
    part_of text,
    value text,
    make text
);

ALTER TABLE jalon_migrate.fact OWNER TO jalon_owner;

CREATE TABLE jalon_migrate.history (
    version integer NOT NULL,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    applied_by name DEFAULT SESSION_USER NOT NULL,
    duration_ms integer NOT NULL,
    client_version text NOT NULL,
    chain bytea NOT NULL,
    CONSTRAINT history_chain_check CHECK ((octet_length(chain) = 32)),
    CONSTRAINT history_sha256_check CHECK ((octet_length(sha256) = 32)),
    CONSTRAINT history_version_check CHECK (((version >= 1) AND (version <= 9999)))
);

ALTER TABLE jalon_migrate.history OWNER TO jalon_owner;

CREATE TABLE jalon_migrate.lock (
);

ALTER TABLE jalon_migrate.lock OWNER TO jalon_owner;

CREATE TABLE jalon_migrate.repeatable (
    name text NOT NULL,
    sha256 bytea NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    applied_by name NOT NULL,
    duration_ms integer NOT NULL,
    client_version text NOT NULL,
    CONSTRAINT repeatable_sha256_check CHECK ((octet_length(sha256) = 32))
);

ALTER TABLE jalon_migrate.repeatable OWNER TO jalon_owner;

ALTER TABLE ONLY audit.checkpoint
    ADD CONSTRAINT checkpoint_pkey PRIMARY KEY (epoch, size);

ALTER TABLE ONLY audit.cosignature
    ADD CONSTRAINT cosignature_pkey PRIMARY KEY (epoch, size, witness);

ALTER TABLE ONLY audit.disclosure
    ADD CONSTRAINT disclosure_pkey PRIMARY KEY (entry_id, digest);

ALTER TABLE ONLY audit.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY audit.entry
    ADD CONSTRAINT entry_subject_seq_key UNIQUE (subject, seq);

ALTER TABLE ONLY audit.erasure
    ADD CONSTRAINT erasure_pkey PRIMARY KEY (digest);

ALTER TABLE ONLY audit.file
    ADD CONSTRAINT file_pkey PRIMARY KEY (sha256);

ALTER TABLE ONLY audit.leaf
    ADD CONSTRAINT leaf_once UNIQUE (entry_id);

ALTER TABLE ONLY audit.leaf
    ADD CONSTRAINT leaf_pkey PRIMARY KEY (idx);

ALTER TABLE ONLY audit.log
    ADD CONSTRAINT log_pkey PRIMARY KEY (one);

ALTER TABLE ONLY audit.pending
    ADD CONSTRAINT pending_pkey PRIMARY KEY (entry_id);

ALTER TABLE ONLY audit.tile
    ADD CONSTRAINT tile_pkey PRIMARY KEY (level, n);

ALTER TABLE ONLY jalon.calendar_day
    ADD CONSTRAINT calendar_day_pkey PRIMARY KEY (programme_id, on_date, label_fr);

ALTER TABLE ONLY jalon.cohort_def
    ADD CONSTRAINT cohort_def_pkey PRIMARY KEY (programme_id, revision, code);

ALTER TABLE ONLY jalon.cohort_member
    ADD CONSTRAINT cohort_member_pkey PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE ONLY jalon.contract
    ADD CONSTRAINT contract_code_key UNIQUE (programme_id, code);

ALTER TABLE ONLY jalon.contract
    ADD CONSTRAINT contract_pkey PRIMARY KEY (id);

ALTER TABLE ONLY jalon.contract_target
    ADD CONSTRAINT contract_target_pkey PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE ONLY jalon.departement
    ADD CONSTRAINT departement_pkey PRIMARY KEY (programme_id, code);

ALTER TABLE ONLY jalon.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE ONLY jalon.instrument_def
    ADD CONSTRAINT instrument_def_pkey PRIMARY KEY (programme_id, revision, code);

ALTER TABLE ONLY jalon.instrument_party
    ADD CONSTRAINT instrument_party_pkey PRIMARY KEY (contract_id, instrument, number, party, known_from);

ALTER TABLE ONLY jalon.instrument
    ADD CONSTRAINT instrument_pkey PRIMARY KEY (contract_id, instrument, number, known_from);

ALTER TABLE ONLY jalon.member
    ADD CONSTRAINT member_pkey PRIMARY KEY (contract_id, siren, entry_id, known_from);

ALTER TABLE ONLY jalon.milestone_def
    ADD CONSTRAINT milestone_def_pkey PRIMARY KEY (programme_id, revision, code);

ALTER TABLE ONLY jalon.milestone
    ADD CONSTRAINT milestone_pkey PRIMARY KEY (contract_id, milestone, entry_id, known_from);

ALTER TABLE ONLY jalon.party_def
    ADD CONSTRAINT party_def_pkey PRIMARY KEY (programme_id, revision, code);

ALTER TABLE ONLY jalon.plan
    ADD CONSTRAINT plan_pkey PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE ONLY jalon.programme
    ADD CONSTRAINT programme_code_key UNIQUE (code);

ALTER TABLE ONLY jalon.programme
    ADD CONSTRAINT programme_pkey PRIMARY KEY (id);

ALTER TABLE ONLY jalon.refusal
    ADD CONSTRAINT refusal_pkey PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE ONLY jalon.region
    ADD CONSTRAINT region_pkey PRIMARY KEY (programme_id, code);

ALTER TABLE ONLY jalon.reminder
    ADD CONSTRAINT reminder_once UNIQUE (contract_id, instrument, number, party, target, due_on, occasion);

ALTER TABLE ONLY jalon.reminder
    ADD CONSTRAINT reminder_pkey PRIMARY KEY (id);

ALTER TABLE ONLY jalon.request
    ADD CONSTRAINT request_pkey PRIMARY KEY (id);

ALTER TABLE ONLY jalon.revision
    ADD CONSTRAINT revision_pkey PRIMARY KEY (programme_id, number);

ALTER TABLE ONLY jalon.scope
    ADD CONSTRAINT scope_pkey PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE ONLY jalon.signature
    ADD CONSTRAINT signature_pkey PRIMARY KEY (contract_id, instrument, number, party, entry_id, known_from);

ALTER TABLE ONLY jalon.state_def
    ADD CONSTRAINT state_def_pkey PRIMARY KEY (programme_id, revision, code);

ALTER TABLE ONLY jalon.state_interval
    ADD CONSTRAINT state_interval_pkey PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE ONLY jalon.status_def
    ADD CONSTRAINT status_def_pkey PRIMARY KEY (programme_id, revision, code);

ALTER TABLE ONLY jalon.target
    ADD CONSTRAINT target_pkey PRIMARY KEY (programme_id, code, "position");

ALTER TABLE ONLY jalon.term
    ADD CONSTRAINT term_pkey PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE ONLY jalon.territory_departement
    ADD CONSTRAINT territory_departement_pkey PRIMARY KEY (contract_id, departement);

ALTER TABLE ONLY jalon.territory_link
    ADD CONSTRAINT territory_link_pkey PRIMARY KEY (contract_id, kind, code, entry_id, known_from);

ALTER TABLE ONLY jalon.territory_name
    ADD CONSTRAINT territory_name_pkey PRIMARY KEY (contract_id, kind, value, entry_id, known_from);

ALTER TABLE ONLY jalon.territory_region
    ADD CONSTRAINT territory_region_once UNIQUE (contract_id, region);

ALTER TABLE ONLY jalon.territory_region
    ADD CONSTRAINT territory_region_pkey PRIMARY KEY (contract_id, "position");

ALTER TABLE ONLY jalon.transition_edge
    ADD CONSTRAINT transition_edge_pkey PRIMARY KEY (programme_id, revision, from_state, to_state);

ALTER TABLE ONLY jalon.weight_def
    ADD CONSTRAINT weight_def_pkey PRIMARY KEY (programme_id, revision, code);

ALTER TABLE ONLY jalon.weight
    ADD CONSTRAINT weight_pkey PRIMARY KEY (contract_id, entry_id, known_from);

ALTER TABLE ONLY jalon_migrate.fact
    ADD CONSTRAINT fact_pkey PRIMARY KEY (pg_major, fact);

ALTER TABLE ONLY jalon_migrate.history
    ADD CONSTRAINT history_name_key UNIQUE (name);

ALTER TABLE ONLY jalon_migrate.history
    ADD CONSTRAINT history_pkey PRIMARY KEY (version);

ALTER TABLE ONLY jalon_migrate.repeatable
    ADD CONSTRAINT repeatable_pkey PRIMARY KEY (name);

CREATE INDEX erasure_entry ON audit.erasure USING btree (entry_id);

CREATE UNIQUE INDEX cohort_member_current ON jalon.cohort_member USING btree (contract_id, cohort, COALESCE(member, ''::text)) WHERE ((valid_to IS NULL) AND (known_to IS NULL));

CREATE UNIQUE INDEX contract_target_current ON jalon.contract_target USING btree (contract_id, target, decided_on) WHERE (known_to IS NULL);

CREATE INDEX document_file ON jalon.document USING btree (sha256);

CREATE UNIQUE INDEX document_once ON jalon.document USING btree (contract_id, sha256, instrument, number, party, role) NULLS NOT DISTINCT WHERE (known_to IS NULL);

CREATE INDEX instrument_completed ON jalon.instrument USING btree (instrument, completed_on);

CREATE UNIQUE INDEX instrument_current ON jalon.instrument USING btree (contract_id, instrument, number) WHERE (known_to IS NULL);

CREATE INDEX member_siren ON jalon.member USING btree (siren);

CREATE UNIQUE INDEX refusal_once ON jalon.refusal USING btree (contract_id, instrument, number, party) WHERE (known_to IS NULL);

CREATE UNIQUE INDEX signature_once ON jalon.signature USING btree (contract_id, instrument, number, party) WHERE (known_to IS NULL);

CREATE UNIQUE INDEX term_once ON jalon.term USING btree (contract_id, instrument, number) WHERE (known_to IS NULL);

CREATE UNIQUE INDEX territory_name_current ON jalon.territory_name USING btree (contract_id) WHERE ((kind = 'name'::text) AND (valid_to IS NULL) AND (known_to IS NULL));

CREATE UNIQUE INDEX weight_current ON jalon.weight USING btree (contract_id, weight) WHERE ((valid_to IS NULL) AND (known_to IS NULL));

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON audit.checkpoint FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.checkpoint ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON audit.cosignature FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.cosignature ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only BEFORE UPDATE ON audit.disclosure FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.disclosure ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON audit.erasure FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.erasure ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only BEFORE UPDATE ON audit.file FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.file ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON audit.leaf FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON audit.tile FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.tile ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.checkpoint FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.checkpoint ENABLE ALWAYS TRIGGER append_only_whole;

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.cosignature FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.cosignature ENABLE ALWAYS TRIGGER append_only_whole;

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.disclosure FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.disclosure ENABLE ALWAYS TRIGGER append_only_whole;

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER append_only_whole;

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.erasure FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.erasure ENABLE ALWAYS TRIGGER append_only_whole;

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.file FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.file ENABLE ALWAYS TRIGGER append_only_whole;

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.leaf FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER append_only_whole;

CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit.tile FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

ALTER TABLE audit.tile ENABLE ALWAYS TRIGGER append_only_whole;

CREATE TRIGGER erased_only BEFORE DELETE ON audit.disclosure FOR EACH ROW EXECUTE FUNCTION audit.refuse_unerased();

ALTER TABLE audit.disclosure ENABLE ALWAYS TRIGGER erased_only;

CREATE TRIGGER erased_only BEFORE DELETE ON audit.file FOR EACH ROW EXECUTE FUNCTION audit.refuse_unerased_file();

ALTER TABLE audit.file ENABLE ALWAYS TRIGGER erased_only;

ALTER TABLE ONLY audit.cosignature
    ADD CONSTRAINT cosignature_of_checkpoint FOREIGN KEY (epoch, size) REFERENCES audit.checkpoint(epoch, size);

ALTER TABLE ONLY jalon.calendar_day
    ADD CONSTRAINT calendar_day_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES jalon.programme(id);

ALTER TABLE ONLY jalon.cohort_def
    ADD CONSTRAINT cohort_def_programme_id_revision_fkey FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision(programme_id, number);

ALTER TABLE ONLY jalon.cohort_member
    ADD CONSTRAINT cohort_member_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.contract
    ADD CONSTRAINT contract_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES jalon.programme(id);

ALTER TABLE ONLY jalon.contract_target
    ADD CONSTRAINT contract_target_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.departement
    ADD CONSTRAINT departement_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES jalon.programme(id);

ALTER TABLE ONLY jalon.document
    ADD CONSTRAINT document_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.instrument
    ADD CONSTRAINT instrument_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.instrument_def
    ADD CONSTRAINT instrument_def_programme_id_revision_completes_fkey FOREIGN KEY (programme_id, revision, completes) REFERENCES jalon.state_def(programme_id, revision, code);

ALTER TABLE ONLY jalon.instrument_def
    ADD CONSTRAINT instrument_def_programme_id_revision_fkey FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision(programme_id, number);

ALTER TABLE ONLY jalon.member
    ADD CONSTRAINT member_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.milestone
    ADD CONSTRAINT milestone_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.milestone_def
    ADD CONSTRAINT milestone_def_programme_id_revision_fkey FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision(programme_id, number);

ALTER TABLE ONLY jalon.party_def
    ADD CONSTRAINT party_def_programme_id_revision_fkey FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision(programme_id, number);

ALTER TABLE ONLY jalon.plan
    ADD CONSTRAINT plan_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.refusal
    ADD CONSTRAINT refusal_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.region
    ADD CONSTRAINT region_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES jalon.programme(id);

ALTER TABLE ONLY jalon.reminder
    ADD CONSTRAINT reminder_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.revision
    ADD CONSTRAINT revision_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES jalon.programme(id);

ALTER TABLE ONLY jalon.scope
    ADD CONSTRAINT scope_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.state_def
    ADD CONSTRAINT state_def_programme_id_revision_fkey FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision(programme_id, number);

ALTER TABLE ONLY jalon.status_def
    ADD CONSTRAINT status_def_programme_id_revision_fkey FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision(programme_id, number);

ALTER TABLE ONLY jalon.target
    ADD CONSTRAINT target_programme_id_fkey FOREIGN KEY (programme_id) REFERENCES jalon.programme(id);

ALTER TABLE ONLY jalon.term
    ADD CONSTRAINT term_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.territory_departement
    ADD CONSTRAINT territory_departement_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.territory_link
    ADD CONSTRAINT territory_link_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.territory_name
    ADD CONSTRAINT territory_name_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.territory_region
    ADD CONSTRAINT territory_region_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.transition_edge
    ADD CONSTRAINT transition_edge_programme_id_revision_from_state_fkey FOREIGN KEY (programme_id, revision, from_state) REFERENCES jalon.state_def(programme_id, revision, code);

ALTER TABLE ONLY jalon.weight
    ADD CONSTRAINT weight_contract_id_fkey FOREIGN KEY (contract_id) REFERENCES jalon.contract(id);

ALTER TABLE ONLY jalon.weight_def
    ADD CONSTRAINT weight_def_programme_id_revision_fkey FOREIGN KEY (programme_id, revision) REFERENCES jalon.revision(programme_id, number);

GRANT USAGE ON SCHEMA audit TO jalon_reader;
GRANT USAGE ON SCHEMA audit TO jalon_owner;

GRANT USAGE ON SCHEMA jalon TO jalon_reader;

GRANT USAGE ON SCHEMA jalon_migrate TO jalon_reader;

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

REVOKE ALL ON LANGUAGE plpgsql FROM PUBLIC;
GRANT ALL ON LANGUAGE plpgsql TO jalon_owner;
GRANT ALL ON LANGUAGE plpgsql TO jalon_audit_owner;

REVOKE ALL ON TYPE audit.fact FROM PUBLIC;
GRANT ALL ON TYPE audit.fact TO jalon_owner;

REVOKE ALL ON TYPE audit.head FROM PUBLIC;
GRANT ALL ON TYPE audit.head TO jalon_owner;

REVOKE ALL ON TYPE audit.subject FROM PUBLIC;
GRANT ALL ON TYPE audit.subject TO jalon_owner;

REVOKE ALL ON FUNCTION audit.append(p_subject audit.subject, p_head audit.head, p_request uuid, p_fact audit.fact) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.append(p_subject audit.subject, p_head audit.head, p_request uuid, p_fact audit.fact) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.bad_indexes() FROM PUBLIC;
GRANT ALL ON FUNCTION audit.bad_indexes() TO jalon_reader;

REVOKE ALL ON FUNCTION audit.base64url(p_bytes bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.base64url(p_bytes bytea) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.canonical(p_value jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.canonical(p_value jsonb) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.digest(p_disclosure text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.digest(p_disclosure text) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.disclosed(p_entry bigint, p_digest text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.disclosed(p_entry bigint, p_digest text) TO jalon_reader;
GRANT ALL ON FUNCTION audit.disclosed(p_entry bigint, p_digest text) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.disclosure(p_member text, p_value text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.disclosure(p_member text, p_value text) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.erase(p_entries bigint[], p_digests text[], p_erased_by bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.erase(p_entries bigint[], p_digests text[], p_erased_by bigint) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.file_computed(p_sha256 text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.file_computed(p_sha256 text) TO jalon_reader;
GRANT ALL ON FUNCTION audit.file_computed(p_sha256 text) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.file_content(p_sha256 text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.file_content(p_sha256 text) TO jalon_reader;
GRANT ALL ON FUNCTION audit.file_content(p_sha256 text) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.file_size(p_sha256 text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.file_size(p_sha256 text) TO jalon_reader;
GRANT ALL ON FUNCTION audit.file_size(p_sha256 text) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.grow(p_log audit.log, p_hashes bytea[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION audit.hashes(p_level integer, p_first bigint, p_count integer) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.hashes(p_level integer, p_first bigint, p_count integer) TO jalon_reader;

REVOKE ALL ON FUNCTION audit.heads(p_size bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.heads(p_size bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION audit.heads_root(p_size bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION audit.is_file(p_digest text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.is_file(p_digest text) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.keep_checkpoint(p_request uuid, p_epoch integer, p_size bigint, p_note text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.keep_checkpoint(p_request uuid, p_epoch integer, p_size bigint, p_note text) TO jalon_sealer;

REVOKE ALL ON FUNCTION audit.keep_cosignature(p_request uuid, p_epoch integer, p_size bigint, p_witness text, p_line text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.keep_cosignature(p_request uuid, p_epoch integer, p_size bigint, p_witness text, p_line text) TO jalon_sealer;

REVOKE ALL ON FUNCTION audit.keep_file(p_content bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.keep_file(p_content bytea) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.last_recorded(p_programme text, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.last_recorded(p_programme text, p_known bigint) TO jalon_reader;
GRANT ALL ON FUNCTION audit.last_recorded(p_programme text, p_known bigint) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.leaf_hash(p_leaf text) FROM PUBLIC;

REVOKE ALL ON FUNCTION audit.next_epoch(p_ended integer) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.next_epoch(p_ended integer) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.opened(p_disclosure text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.opened(p_disclosure text) TO jalon_reader;
GRANT ALL ON FUNCTION audit.opened(p_disclosure text) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.refuse_change() FROM PUBLIC;

REVOKE ALL ON FUNCTION audit.refuse_unerased() FROM PUBLIC;

REVOKE ALL ON FUNCTION audit.refuse_unerased_file() FROM PUBLIC;

REVOKE ALL ON FUNCTION audit.root_over(p_hashes bytea[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION audit.seal(p_request uuid, p_limit integer, p_idle boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.seal(p_request uuid, p_limit integer, p_idle boolean) TO jalon_sealer;

REVOKE ALL ON FUNCTION audit.seal_leaf(p_log audit.log, p_count bigint, p_at timestamp with time zone, p_heads bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION audit.sealed(p_disclosure text) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.sealed(p_disclosure text) TO jalon_owner;

REVOKE ALL ON FUNCTION audit.utc(p_instant timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.utc(p_instant timestamp with time zone) TO jalon_owner;

REVOKE ALL ON FUNCTION jalon.absorb(p_contract record, p_request uuid, p_codes text[], p_precision text, p_when record, p_evidence record) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.actor_role() FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.actor_role() TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.actor_roles() FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.advance(p_request uuid, p_programme text, p_code text, p_to text, p_on date, p_precision text, p_expect text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.advance(p_request uuid, p_programme text, p_code text, p_to text, p_on date, p_precision text, p_expect text, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.alias_kind(p_alias jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.answered(p_request uuid, p_fingerprint bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.append_erasure(p_programme record, p_head audit.head, p_request uuid, p_entries bigint[], p_digests text[], p_decision record, p_evidence record) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.append_signature(p_contract record, p_head audit.head, p_request uuid, p_signing jsonb, p_when record, p_evidence record, OUT head audit.head, OUT after jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.bare(p_folded text) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.bare(p_folded text) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.batch(p_request uuid, p_programme text, p_rows jsonb, p_keep_going boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.batch(p_request uuid, p_programme text, p_rows jsonb, p_keep_going boolean) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.batch_function(p_do text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.batch_meaning(p_rows jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.batch_row(p_request uuid, p_programme text, p_row jsonb, p_batch uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.batch_rows(p_batch uuid, p_programme text, p_rows jsonb, p_keep_going boolean, OUT entries text[], OUT done jsonb[], OUT refused jsonb[], OUT recorded text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.bounds(p_on date, p_precision text, p_recorded_on date, OUT earliest date, OUT latest date, OUT counts_from date, OUT valid date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.changed_members(p_contract record, p_entry record, p_set jsonb, OUT before jsonb, OUT after jsonb, OUT disclosures text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_absorb(p_contract record, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_alias(p_contract record, p_alias jsonb, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_ask(p_decision jsonb, OUT whom text, OUT what text, OUT due date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_close(p_programme text, p_seq integer, p_as text, p_counts_from date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_cohort(p_contract record, p_cohort text, p_member text, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_cohort_join(p_contract record, p_cohort text, p_member text, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_cohort_leave(p_contract record, p_cohort text, p_member text, p_on date) FROM PUBLIC;

GRANT SELECT ON TABLE jalon.instrument_def TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.check_completion(p_contract record, p_def jalon.instrument_def, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_decision(p_person text, p_decision jsonb, p_evidence record, OUT ground text, OUT decided_by text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_declare(p_programme uuid, p_region text, p_status text, p_before text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_document(p_contract record, p_document jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_entries(p_programme text, p_entries text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_entry(p_contract record, p_seq integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_erasable(p_entries bigint[], p_digests text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_evidence(p_contract record, p_def jalon.instrument_def, p_number integer, p_signing jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_file(p_sha256 text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_holds(p_programme text, p_entries bigint[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_leave(p_contract record, p_expect text, p_on date, p_has_reason boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_lists(p_territory jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_member_add(p_contract record, p_siren text, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_member_remove(p_contract record, p_siren text, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_milestone(p_contract record, p_milestone text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_move(p_contract record, p_to text, p_expect text, p_counts_from date, p_has_reason boolean, p_roles text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_parts(p_programme uuid, p_territory jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_plan(p_contract record, p_plan jsonb, p_has_reason boolean, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_plan_ahead(p_contract record, p_kind text, p_what text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_plan_date(p_on date, p_precision text, p_decided_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_refusal(p_contract record, p_def jalon.instrument_def, p_party text, p_number integer, p_has_reason boolean, p_on date, OUT party text, OUT number integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_rename(p_contract record, p_name text, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_retarget(p_contract record, p_target text, p_on date, p_decided_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_retarget_all(p_programme uuid, p_target text, p_region text, p_on date, p_decided_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_signing(p_contract record, p_def jalon.instrument_def, p_complete boolean, p_first_day date, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_stay(p_contract record, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_succession(p_codes text[], p_into text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_target_date(p_on date, p_decided_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_target_order(p_target text, p_on date, p_decided_on date, p_last_on date, p_last_decided date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_term(p_contract record, p_def jalon.instrument_def, p_term jsonb, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_term_days(p_from date, p_to date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_text(p_contract record, p_document jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_unsigned(p_contract record, p_instrument text, p_number integer, p_party text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_void(p_contract record, p_seq integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_waiver(p_contract record, p_def jalon.instrument_def, p_party text, p_number integer, p_has_reason boolean, p_on date, OUT party text, OUT number integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_weigh(p_contract record, p_weight text, p_figure jsonb, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.check_weight(p_contract record, p_weight text, p_figure jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.clean(p_field text, p_text text, p_max integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.clean_alias(p_alias jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.clean_members(p_members jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.clean_predecessors(p_programme uuid, p_territory jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.clean_set(p_contract record, p_entry record, p_set jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.clean_territory(p_programme uuid, p_territory jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.close_contract(p_request uuid, p_fingerprint bytea, p_subject audit.subject, p_head audit.head, p_entries text[], p_state text, p_since date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.close_instruments(p_contract record, p_to text, p_on date, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.close_programme(p_request uuid, p_fingerprint bytea, p_subject audit.subject, p_head audit.head, p_entries text[], p_more jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.cohort_join(p_request uuid, p_programme text, p_code text, p_cohort text, p_member text, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.cohort_join(p_request uuid, p_programme text, p_code text, p_cohort text, p_member text, p_on date, p_precision text, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.cohort_leave(p_request uuid, p_programme text, p_code text, p_cohort text, p_member text, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.cohort_leave(p_request uuid, p_programme text, p_code text, p_cohort text, p_member text, p_on date, p_precision text, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.cohort_members(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.cohort_members(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.complete_contract(p_contract record, p_head audit.head, p_request uuid, p_def jalon.instrument_def, p_number integer, p_completion record, p_batch uuid) FROM PUBLIC;

GRANT SELECT ON TABLE jalon.contract TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.contract_known(p_contract jalon.contract, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.contract_known(p_contract jalon.contract, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.contract_record(p_contract uuid, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.contract_record(p_contract uuid, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.contract_targets(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.contract_targets(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.contracts_at(p_programme uuid, p_as_of date, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.contracts_at(p_programme uuid, p_as_of date, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.contracts_listed(p_programme uuid, p_as_of date, p_left boolean, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.contracts_listed(p_programme uuid, p_as_of date, p_left boolean, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.correct(p_request uuid, p_programme text, p_code text, p_seqs integer[], p_set jsonb, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.correct(p_request uuid, p_programme text, p_code text, p_seqs integer[], p_set jsonb, p_on date, p_precision text, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.correct_entry(p_contract record, p_head audit.head, p_request uuid, p_seq integer, p_set jsonb, p_precision text, p_when record, p_evidence record) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.correctable(p_event text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.corrections(p_programme text, p_timezone text, p_from date, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.corrections(p_programme text, p_timezone text, p_from date, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.dead_ends(p_programme uuid, p_doc jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.dead_ends(p_programme uuid, p_doc jsonb) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.decision_ask(p_request uuid, p_programme text, p_decision jsonb, p_on date, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.decision_ask(p_request uuid, p_programme text, p_decision jsonb, p_on date, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.decision_close(p_request uuid, p_programme text, p_seq integer, p_as text, p_on date, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.decision_close(p_request uuid, p_programme text, p_seq integer, p_as text, p_on date, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.decisions(p_programme text, p_on date, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.decisions(p_programme text, p_on date, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.declarations(p_programme text, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.declarations(p_programme text, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.declare(p_request uuid, p_programme text, p_region text, p_status text, p_on date, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.declare(p_request uuid, p_programme text, p_region text, p_status text, p_on date, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.declared(p_programme text, p_on date, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.declared(p_programme text, p_on date, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.deliveries(p_programme text) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.deliveries(p_programme text) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.disclosed(p_entry bigint, p_digest text) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.disclosed(p_entry bigint, p_digest text) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.document_add(p_request uuid, p_programme text, p_code text, p_document jsonb, p_content bytea, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.document_add(p_request uuid, p_programme text, p_code text, p_document jsonb, p_content bytea, p_on date, p_precision text, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.document_files() FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.document_files() TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.document_number(p_contract record, p_def jalon.instrument_def, p_role text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.document_of(p_contract record, p_document jsonb, p_file jsonb, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.document_party(p_contract record, p_def jalon.instrument_def, p_number integer, p_party text, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.document_record(p_contract uuid, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.document_record(p_contract uuid, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.documents(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.documents(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.dropped_in_use(p_programme uuid, p_revision integer, p_doc jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.dropped_in_use(p_programme uuid, p_revision integer, p_doc jsonb) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.end_cohort(p_contract uuid, p_before jsonb, p_on date, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.end_member(p_contract uuid, p_siren text, p_on date, p_entry bigint, p_known bigint) FROM PUBLIC;

GRANT SELECT ON TABLE jalon.programme TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.enter_territory(p_request uuid, p_programme jalon.programme, p_territory jsonb, p_precision text, p_when record, p_evidence record, OUT subject audit.subject, OUT head audit.head, OUT state text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.entries_held(p_programme uuid, p_known bigint, p_events text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.entries_held(p_programme uuid, p_known bigint, p_events text[]) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.entries_in_force(p_subject uuid, p_timezone text, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.entries_in_force(p_subject uuid, p_timezone text, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.entries_shown(p_programme text, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.entries_shown(p_programme text, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.entry_from(p_starts_on date, p_precision text, p_counts_from date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.entry_known_at(p_programme text, p_on date, p_size bigint, p_code text, p_seq bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.entry_known_at(p_programme text, p_on date, p_size bigint, p_code text, p_seq bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.entry_state(p_programme jalon.programme, p_territory jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.erasable(p_programme text, p_person text, p_entries text[], p_fields text[]) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.erasable(p_programme text, p_person text, p_entries text[], p_fields text[]) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.erase(p_request uuid, p_programme text, p_person text, p_entries text[], p_fields text[], p_decision jsonb, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.erase(p_request uuid, p_programme text, p_person text, p_entries text[], p_fields text[], p_decision jsonb, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.evidence(p_evidence jsonb, p_today date, OUT reason text, OUT source text, OUT note text, OUT certainty text, OUT learned date, OUT batch uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.figure_days(p_programme uuid, p_contracts uuid[], p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.figure_days(p_programme uuid, p_contracts uuid[], p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.find(p_programme uuid, p_text text, p_as_of date, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.find(p_programme uuid, p_text text, p_as_of date, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.fingerprint(p_arguments jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.first_day(p_contract uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.fold(p_text text) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.fold(p_text text) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.forget_requests(p_programme text, p_entries bigint[], p_person text, p_actors boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.hold(p_request uuid, p_programme text, p_code text, p_seq integer, p_held boolean, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.hold(p_request uuid, p_programme text, p_code text, p_seq integer, p_held boolean, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.holds(p_programme text) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.holds(p_programme text) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.inherited(p_codes uuid[], p_successor jsonb, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.instrument_of(p_contract record, p_instrument text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.is_known(p_from bigint, p_to bigint, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.is_known(p_from bigint, p_to bigint, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.is_passed(p_entry bigint, p_after jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.is_passed(p_entry bigint, p_after jsonb) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.is_refusal(p_sqlstate text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.issue_checkpoint(p_programme text, p_kind text, p_week text, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.issue_checkpoint(p_programme text, p_kind text, p_week text, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.issue_head(p_programme text, OUT entry_id bigint, OUT entry text, OUT n bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.issue_head(p_programme text, OUT entry_id bigint, OUT entry text, OUT n bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.issued_files() FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.issued_files() TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.journal_of(p_subject uuid, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.journal_of(p_subject uuid, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.keep_file(p_content bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.keep_report(p_files jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.last_fact(p_contract uuid) FROM PUBLIC;

GRANT SELECT ON TABLE jalon.member TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.last_member(p_contract uuid, p_siren text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.last_of_mine(p_contract record) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.last_shown(p_programme text, p_known bigint, OUT entry_id bigint, OUT entry text) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.last_shown(p_programme text, p_known bigint, OUT entry_id bigint, OUT entry text) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.links(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.links(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.lock_contracts(p_programme text, p_codes text[]) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.members(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.members(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.milestone(p_request uuid, p_programme text, p_code text, p_milestone text, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.milestone(p_request uuid, p_programme text, p_code text, p_milestone text, p_on date, p_precision text, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.milestones(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.milestones(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.move_head(p_contract uuid, p_head audit.head) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.names(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.names(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.names_person(p_text text, p_person text) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.names_person(p_text text, p_person text) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.new_epoch(p_request uuid, p_programme text, p_ended integer, p_log text, p_signed jsonb, p_kept bigint, p_decided_by text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.new_epoch(p_request uuid, p_programme text, p_ended integer, p_log text, p_signed jsonb, p_kept bigint, p_decided_by text, p_evidence jsonb) TO jalon_sealer;

REVOKE ALL ON FUNCTION jalon.note(p_request uuid, p_programme text, p_code text, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.note(p_request uuid, p_programme text, p_code text, p_on date, p_precision text, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.number_parties(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.number_parties(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.numbers(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.numbers(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.open_contract(p_request uuid, p_fingerprint bytea, p_programme text, p_code text, OUT id uuid, OUT state text, OUT previous_state text, OUT state_since date, OUT head audit.head, OUT subject audit.subject, OUT programme_id uuid, OUT timezone text, OUT starts_on date, OUT revision integer, OUT receipt jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.open_number(p_contract uuid, p_programme uuid, p_def jalon.instrument_def, OUT number integer, OUT next integer, OUT complete boolean, OUT first_day date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.open_programme(p_request uuid, p_fingerprint bytea, p_programme text, p_alone boolean, OUT id uuid, OUT head audit.head, OUT subject audit.subject, OUT timezone text, OUT receipt jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.parties_at(p_programme uuid, p_contracts uuid[], p_as_of date, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.parties_at(p_programme uuid, p_contracts uuid[], p_as_of date, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.parties_needed(p_contract uuid, p_programme uuid, p_revision integer, p_instrument text, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.parties_to_sign(p_contract record, p_def jalon.instrument_def, p_number integer, p_parties text[], p_required text[], p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.party_after(p_instrument text, p_number integer, p_party text, p_note text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.party_refuse(p_request uuid, p_programme text, p_code text, p_instrument text, p_party text, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.party_refuse(p_request uuid, p_programme text, p_code text, p_instrument text, p_party text, p_on date, p_precision text, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.party_waive(p_request uuid, p_programme text, p_code text, p_instrument text, p_party text, p_on date, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.party_waive(p_request uuid, p_programme text, p_code text, p_instrument text, p_party text, p_on date, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.plan(p_request uuid, p_programme text, p_code text, p_what text, p_plan jsonb, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.plan(p_request uuid, p_programme text, p_code text, p_what text, p_plan jsonb, p_on date, p_precision text, p_evidence jsonb) TO jalon_recorder;

GRANT SELECT ON TABLE jalon.plan TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.plan_before(p_plan jalon.plan) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.plan_in_force(p_contract uuid, p_kind text, p_what text, p_number integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.plan_kind(p_contract record, p_what text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.plan_record(p_contract uuid, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.plan_record(p_contract uuid, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.plans(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.plans(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.plans_at(p_contracts uuid[], p_as_of date, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.plans_at(p_contracts uuid[], p_as_of date, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.precision_known(p_subject uuid, p_entry bigint, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.precision_known(p_subject uuid, p_entry bigint, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.programme_apply(p_request uuid, p_document text, p_evidence jsonb, p_expect integer) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.programme_apply(p_request uuid, p_document text, p_evidence jsonb, p_expect integer) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.programmes(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.programmes(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.projections() FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_aliases(p_contract uuid, p_aliases jsonb, p_from date, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_back(p_contract uuid, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_cohort(p_contract uuid, p_after jsonb, p_precision text, p_from date, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_document(p_contract uuid, p_after jsonb, p_when record, p_precision text, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_leave(p_contract uuid, p_into jsonb, p_precision text, p_on date, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_links(p_contract uuid, p_kind text, p_codes jsonb, p_from date, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_members(p_contract uuid, p_members jsonb, p_from date, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_milestone(p_contract uuid, p_after jsonb, p_precision text, p_when record, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_name(p_contract uuid, p_name text, p_from date, p_entry bigint, p_known bigint) FROM PUBLIC;

GRANT SELECT ON TABLE jalon.instrument TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.put_number(p_number jalon.instrument) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_parties(p_contract uuid, p_instrument text, p_number integer, p_parties text[], p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_plan(p_contract uuid, p_after jsonb, p_from date, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_refusal(p_contract uuid, p_after jsonb, p_reason text, p_precision text, p_when record, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_retarget(p_contract uuid, p_target text, p_on date, p_decided_on date, p_note text, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_signature(p_contract uuid, p_after jsonb, p_precision text, p_when record, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_state(p_contract uuid, p_state text, p_since date, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_term(p_contract uuid, p_after jsonb, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_territory(p_contract uuid, p_after jsonb, p_precision text, p_from date, p_counts_from date, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_waiver(p_contract uuid, p_after jsonb, p_reason text, p_on date, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.put_weight(p_contract uuid, p_after jsonb, p_from date, p_entry bigint, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.reason_of(p_entry bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.rebuild(p_contract record, p_known bigint, OUT state text, OUT previous_state text, OUT state_since date, OUT owed text, OUT owed_number integer, OUT owed_on date, OUT owed_valid date, OUT owed_precision text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.refusal_record(p_contract uuid, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.refusal_record(p_contract uuid, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.refusals(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.refusals(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.refusals_at(p_contracts uuid[], p_as_of date, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.refusals_at(p_contracts uuid[], p_as_of date, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.refuse(p_sqlstate text, p_key text, p_facts jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.refuse_absent(p_programme text, p_code text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.refuse_early(p_contract record, p_on date, p_not_before date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.refuse_move(p_contract record, p_to text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.refuse_obstacles(p_code text, p_doc jsonb, p_has_reason boolean) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.refuse_unknown_target(p_programme uuid, p_target text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.remind(p_request uuid, p_reminder bigint, p_claim uuid, p_outcome text, p_status integer, p_address text) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.remind(p_request uuid, p_reminder bigint, p_claim uuid, p_outcome text, p_status integer, p_address text) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.remind_claim(p_request uuid, p_reminder bigint, p_attempts integer, p_seconds integer) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.remind_claim(p_request uuid, p_reminder bigint, p_attempts integer, p_seconds integer) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.remind_plan(p_request uuid, p_programme text, p_items jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.remind_plan(p_request uuid, p_programme text, p_items jsonb) TO jalon_recorder;

GRANT SELECT ON TABLE jalon.reminder TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.reminder_holds(p_reminder jalon.reminder) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.reminder_outcome(p_entry bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.reminder_outcome(p_entry bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.replay_change(p_contract record, p_entry record, p_when record, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.replay_move(p_contract record, p_entry record, p_when record, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.replay_signature(p_contract record, p_entry record, p_when record, p_known bigint, OUT completed boolean, OUT on_date date, OUT valid date, OUT coarsest text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.replay_waiver(p_contract record, p_entry record, p_when record, p_known bigint, OUT completed boolean, OUT on_date date, OUT valid date, OUT coarsest text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.report_deliver(p_request uuid, p_programme text, p_issue integer, p_mail jsonb, p_attempts integer, p_again boolean) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.report_deliver(p_request uuid, p_programme text, p_issue integer, p_mail jsonb, p_attempts integer, p_again boolean) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.report_delivered(p_request uuid, p_programme text, p_begun integer, p_outcome text, p_status integer) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.report_delivered(p_request uuid, p_programme text, p_begun integer, p_outcome text, p_status integer) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.report_issue(p_request uuid, p_programme text, p_report jsonb, p_files jsonb, p_again boolean, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.report_issue(p_request uuid, p_programme text, p_report jsonb, p_files jsonb, p_again boolean, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.require_reason(p_evidence record, p_what text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.required_parties(p_contract record, p_instrument text, p_number integer, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.resolve_party(p_contract record, p_party text, p_required text[], p_optional boolean, p_on date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.restatements(p_programme uuid, p_from date, p_as_of date, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.restatements(p_programme uuid, p_from date, p_as_of date, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.retarget(p_request uuid, p_programme text, p_code text, p_target text, p_on date, p_decided_on date, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.retarget(p_request uuid, p_programme text, p_code text, p_target text, p_on date, p_decided_on date, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.retarget_all(p_request uuid, p_programme text, p_target text, p_region text, p_on date, p_decided_on date, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.retarget_all(p_request uuid, p_programme text, p_target text, p_region text, p_on date, p_decided_on date, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.revision_obstacles(p_code text, p_doc jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.revision_obstacles(p_code text, p_doc jsonb) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.scopes(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.scopes(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.seq_of(p_contract uuid, p_entry bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.seq_of(p_contract uuid, p_entry bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.settle_correction(p_contract record, p_head audit.head, p_request uuid, p_batch uuid, OUT head audit.head, OUT entries text[], OUT state text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.settle_number(p_contract uuid, p_instrument text, p_number integer, p_known bigint, OUT completed boolean, OUT on_date date, OUT valid date, OUT coarsest text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.sign(p_request uuid, p_programme text, p_code text, p_instrument text, p_parties text[], p_on date, p_precision text, p_signing jsonb, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.sign(p_request uuid, p_programme text, p_code text, p_instrument text, p_parties text[], p_on date, p_precision text, p_signing jsonb, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.sign_with_file(p_request uuid, p_programme text, p_code text, p_instrument text, p_parties text[], p_on date, p_precision text, p_signing jsonb, p_evidence jsonb, p_content bytea) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.sign_with_file(p_request uuid, p_programme text, p_code text, p_instrument text, p_parties text[], p_on date, p_precision text, p_signing jsonb, p_evidence jsonb, p_content bytea) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.signatures(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.signatures(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.signed_document(p_contract record, p_request uuid, p_document jsonb, p_when record, p_precision text, p_evidence record, OUT sha256 text, OUT head audit.head) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.signing_record(p_contract uuid, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.signing_record(p_contract uuid, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.siren_ok(p_siren text) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.siren_ok(p_siren text) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.spellings(p_folded text) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.spellings(p_folded text) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.state_at(p_contract uuid, p_on date) FROM PUBLIC;

GRANT SELECT ON TABLE jalon.state_def TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.state_defs(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.state_defs(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.states(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.states(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.stays_behind(p_event text) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.stays_behind(p_event text) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.store_calendar(p_programme uuid, p_doc jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.store_cohorts(p_programme uuid, p_revision integer, p_doc jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.store_document(p_contract record, p_head audit.head, p_request uuid, p_document jsonb, p_when record, p_precision text, p_evidence record) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.store_instruments(p_programme uuid, p_revision integer, p_doc jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.store_leave(p_contract record, p_request uuid, p_into text[], p_precision text, p_when record, p_evidence record) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.store_lifecycle(p_programme uuid, p_revision integer, p_doc jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.store_member(p_contract record, p_head audit.head, p_request uuid, p_member jsonb, p_precision text, p_when record, p_evidence record) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.store_revision(p_programme uuid, p_revision integer, p_document text, p_head audit.head) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.store_statuses(p_programme uuid, p_revision integer, p_doc jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.take_back(p_contract record, p_request uuid, p_seqs integer[], p_precision text, p_when record, p_evidence record, OUT head audit.head, OUT entries text[], OUT state text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.take_in(p_contract record, p_request uuid, p_codes text[], p_members jsonb, p_precision text, p_when record, p_evidence record) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.take_out(p_contract uuid, p_known bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.target_moves(p_doc jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.target_moves(p_doc jsonb) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.targets(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.targets(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.targets_at(p_programme uuid, p_as_of date, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.targets_at(p_programme uuid, p_as_of date, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.term(p_request uuid, p_programme text, p_code text, p_instrument text, p_term jsonb, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.term(p_request uuid, p_programme text, p_code text, p_instrument text, p_term jsonb, p_on date, p_precision text, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.terms(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.terms(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.terms_at(p_contracts uuid[], p_as_of date, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.terms_at(p_contracts uuid[], p_as_of date, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.territory_absorb(p_request uuid, p_programme text, p_code text, p_predecessors text[], p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.territory_absorb(p_request uuid, p_programme text, p_code text, p_predecessors text[], p_on date, p_precision text, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.territory_add(p_request uuid, p_programme text, p_territory jsonb, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.territory_add(p_request uuid, p_programme text, p_territory jsonb, p_on date, p_precision text, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.territory_alias(p_request uuid, p_programme text, p_code text, p_alias jsonb, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.territory_alias(p_request uuid, p_programme text, p_code text, p_alias jsonb, p_on date, p_precision text, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.territory_leave(p_request uuid, p_programme text, p_code text, p_into text[], p_on date, p_precision text, p_expect text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.territory_leave(p_request uuid, p_programme text, p_code text, p_into text[], p_on date, p_precision text, p_expect text, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.territory_member_add(p_request uuid, p_programme text, p_code text, p_member jsonb, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.territory_member_add(p_request uuid, p_programme text, p_code text, p_member jsonb, p_on date, p_precision text, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.territory_member_remove(p_request uuid, p_programme text, p_code text, p_siren text, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.territory_member_remove(p_request uuid, p_programme text, p_code text, p_siren text, p_on date, p_precision text, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.territory_record(p_contract uuid, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.territory_record(p_contract uuid, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.territory_rename(p_request uuid, p_programme text, p_code text, p_name text, p_on date, p_precision text, p_expect text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.territory_rename(p_request uuid, p_programme text, p_code text, p_name text, p_on date, p_precision text, p_expect text, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.territory_succeed(p_request uuid, p_programme text, p_codes text[], p_successors jsonb, p_on date, p_precision text, p_expect text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.territory_succeed(p_request uuid, p_programme text, p_codes text[], p_successors jsonb, p_on date, p_precision text, p_expect text, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.text_of(p_contract uuid, p_instrument text, p_number integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.today(p_timezone text) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.today(p_timezone text) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.told_or_erased(p_told text, p_sealed jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.told_or_erased(p_told text, p_sealed jsonb) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.undo(p_request uuid, p_programme text, p_code text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.undo(p_request uuid, p_programme text, p_code text, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.void(p_request uuid, p_programme text, p_code text, p_seqs integer[], p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.void(p_request uuid, p_programme text, p_code text, p_seqs integer[], p_on date, p_precision text, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.void_batch(p_request uuid, p_programme text, p_batch uuid, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.void_batch(p_request uuid, p_programme text, p_batch uuid, p_on date, p_precision text, p_evidence jsonb) TO jalon_recorder;

REVOKE ALL ON FUNCTION jalon.voided(p_subject uuid, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.voided(p_subject uuid, p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.weigh(p_request uuid, p_programme text, p_code text, p_weight text, p_figure jsonb, p_on date, p_precision text, p_evidence jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.weigh(p_request uuid, p_programme text, p_code text, p_weight text, p_figure jsonb, p_on date, p_precision text, p_evidence jsonb) TO jalon_manager;

REVOKE ALL ON FUNCTION jalon.weighing_record(p_contract uuid, p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.weighing_record(p_contract uuid, p_known bigint) TO jalon_reader;

GRANT SELECT ON TABLE jalon.weight TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.weight_in_force(p_contract uuid, p_weight text) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.weights(p_known bigint) FROM PUBLIC;
GRANT ALL ON FUNCTION jalon.weights(p_known bigint) TO jalon_reader;

REVOKE ALL ON FUNCTION jalon.when_of(p_on date, p_precision text, p_timezone text, p_starts_on date, OUT earliest date, OUT latest date, OUT counts_from date, OUT valid date, OUT today date) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.with_move(p_doc jsonb, p_target text, p_move jsonb) FROM PUBLIC;

REVOKE ALL ON FUNCTION jalon.with_positions(p_document text, p_doc jsonb, p_path text[]) FROM PUBLIC;

GRANT ALL ON FUNCTION pg_catalog.bt_index_check(index regclass, heapallindexed boolean) TO jalon_audit_owner;

REVOKE ALL ON FUNCTION pg_catalog.lo_close(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_creat(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_create(oid) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_get(oid) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_get(oid, bigint, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_lseek(integer, integer, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_lseek64(integer, bigint, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_open(oid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_put(oid, bigint, bytea) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_tell(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_tell64(integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_truncate(integer, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_truncate64(integer, bigint) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lo_unlink(oid) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.loread(integer, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION pg_catalog.lowrite(integer, bytea) FROM PUBLIC;

GRANT SELECT ON TABLE audit.checkpoint TO jalon_reader;

GRANT SELECT(size) ON TABLE audit.checkpoint TO jalon_owner;

GRANT SELECT ON TABLE audit.cosigned TO jalon_reader;

GRANT SELECT ON TABLE audit.disclosures TO jalon_auditor;
GRANT SELECT ON TABLE audit.disclosures TO jalon_manager;

GRANT SELECT ON TABLE audit.erased TO jalon_reader;
GRANT SELECT ON TABLE audit.erased TO jalon_owner;

GRANT SELECT ON TABLE audit.evidence TO jalon_reader;
GRANT SELECT ON TABLE audit.evidence TO jalon_owner;

GRANT SELECT ON TABLE audit.head_of_log TO jalon_reader;

GRANT SELECT ON TABLE audit.history TO jalon_reader;
GRANT SELECT ON TABLE audit.history TO jalon_owner;

GRANT SELECT ON TABLE audit.leaves TO jalon_reader;

GRANT SELECT ON TABLE audit.unsealed TO jalon_reader;

GRANT SELECT ON TABLE jalon.calendar_day TO jalon_reader;

GRANT SELECT ON TABLE jalon.cohort_def TO jalon_reader;

GRANT SELECT ON TABLE jalon.cohort_member TO jalon_reader;

GRANT SELECT ON TABLE jalon.contract_target TO jalon_reader;

GRANT SELECT ON TABLE jalon.departement TO jalon_reader;

GRANT SELECT ON TABLE jalon.document TO jalon_reader;

GRANT SELECT ON TABLE jalon.instrument_party TO jalon_reader;

GRANT SELECT ON TABLE jalon.milestone TO jalon_reader;

GRANT SELECT ON TABLE jalon.milestone_def TO jalon_reader;

GRANT SELECT ON TABLE jalon.party_def TO jalon_reader;

GRANT SELECT ON TABLE jalon.refusal TO jalon_reader;

GRANT SELECT ON TABLE jalon.region TO jalon_reader;

GRANT SELECT(id) ON TABLE jalon.request TO jalon_reader;

GRANT SELECT(receipt) ON TABLE jalon.request TO jalon_reader;

GRANT SELECT ON TABLE jalon.revision TO jalon_reader;

GRANT SELECT ON TABLE jalon.scope TO jalon_reader;

GRANT SELECT ON TABLE jalon.signature TO jalon_reader;

GRANT SELECT ON TABLE jalon.state_interval TO jalon_reader;

GRANT SELECT ON TABLE jalon.status_def TO jalon_reader;

GRANT SELECT ON TABLE jalon.target TO jalon_reader;

GRANT SELECT ON TABLE jalon.term TO jalon_reader;

GRANT SELECT ON TABLE jalon.territory_departement TO jalon_reader;

GRANT SELECT ON TABLE jalon.territory_link TO jalon_reader;

GRANT SELECT ON TABLE jalon.territory_name TO jalon_reader;

GRANT SELECT ON TABLE jalon.territory_region TO jalon_reader;

GRANT SELECT ON TABLE jalon.transition_edge TO jalon_reader;

GRANT SELECT ON TABLE jalon.weight_def TO jalon_reader;

GRANT SELECT ON TABLE jalon_migrate.blessing TO jalon_reader;

GRANT SELECT ON TABLE jalon_migrate.fact TO jalon_reader;

GRANT SELECT ON TABLE jalon_migrate.history TO jalon_reader;

GRANT SELECT ON TABLE jalon_migrate.repeatable TO jalon_reader;

ALTER DEFAULT PRIVILEGES FOR ROLE jalon_audit_owner REVOKE ALL ON TYPES  FROM PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE jalon_owner REVOKE ALL ON TYPES  FROM PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE jalon_audit_owner REVOKE ALL ON FUNCTIONS  FROM PUBLIC;

ALTER DEFAULT PRIVILEGES FOR ROLE jalon_owner REVOKE ALL ON FUNCTIONS  FROM PUBLIC;

