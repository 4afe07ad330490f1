-- covers {"digest": "3b889716319ca55abdb5b097baa7dfdd7346e539740ff5cad147b3dfe22e163e", "migrations": ["account.0001_initial", "account.0002_email_max_length", "account.0003_alter_emailaddress_create_unique_verified_email", "account.0004_alter_emailaddress_drop_unique_email", "account.0005_emailaddress_idx_upper_email", "account.0006_emailaddress_lower", "account.0007_emailaddress_idx_email", "account.0008_emailaddress_unique_primary_email_fixup", "account.0009_emailaddress_unique_primary_email", "actions.0001_initial", "actions.0002_action_open_by_movement", "actions.0003_action_items_file", "actions.0004_hand_overs_and_links", "actions.0005_calendar_feeds", "actions.0006_trackers", "actions.0007_reminders_as_data", "actions.0008_planner_looks_where_facts_changed", "actions.0009_more_links", "actions.0010_plain_sql_may_leave_out", "actions.0011_planner_looks_where_hours_changed", "actions.0012_events_whether_held", "actions.0013_measures_of_a_month", "actions.0014_what_held", "auth.0001_initial", "auth.0002_alter_permission_name_max_length", "auth.0003_alter_user_email_max_length", "auth.0004_alter_user_username_opts", "auth.0005_alter_user_last_login_null", "auth.0006_require_contenttypes_0002", "auth.0007_alter_validators_add_error_messages", "auth.0008_alter_user_username_max_length", "auth.0009_alter_user_last_name_max_length", "auth.0010_alter_group_name_max_length", "auth.0011_update_proxy_permissions", "auth.0012_alter_user_first_name_max_length", "collab.0001_initial", "contenttypes.0001_initial", "contenttypes.0002_remove_content_type_name", "incidents.0001_initial", "incidents.0002_default_severities", "incidents.0003_restricted_index", "incidents.0004_severity_pattern_whole", "incidents.0005_lens_answers", "incidents.0006_kind_not_known_yet", "incidents.0007_repeats", "incidents.0008_title_words", "incidents.0009_newest_first", "incidents.0010_tags_known", "notifications.0001_initial", "notifications.0002_hand_overs_and_links", "notifications.0003_minutes", "notifications.0004_ticket_asks", "notifications.0005_one_to_read", "people.0001_initial", "people.0002_nudges_weekly", "people.0003_more_audit_kinds", "people.0004_lower_case_addresses", "people.0005_shipped_agreement", "people.0006_calendars_and_absences", "people.0007_one_to_read", "postmortems.0001_initial", "postmortems.0002_shipped_templates", "postmortems.0003_states_of_sections", "postmortems.0004_search_words", "postmortems.0005_import_batches", "postmortems.0006_import_file_as_draft", "postmortems.0007_vectors_uncompressed", "postmortems.0008_factors", "postmortems.0009_measures_of_a_month", "postmortems.0010_import_file_time_zone", "postmortems.0011_not_shipped_by_then", "postmortems.0012_texts_uncompressed", "reviews.0001_kept_months", "reviews.0002_lessons", "reviews.0003_meetings", "reviews.0004_months_as_a_feed", "reviews.0005_still_true", "reviews.0006_agenda_of_a_meeting", "reviews.0007_leaders_stories", "reviews.0008_measures_of_a_month", "reviews.0009_sums_of_closed_months", "reviews.0010_which_teams_read", "reviews.0011_reading_is_noted", "reviews.0012_nothing_kept_of_what_waited", "reviews.0013_what_waited", "sessions.0001_initial"]}
--
-- PostgreSQL database dump
--



SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: action_look_at_once(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.action_look_at_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.look_from := CASE
        WHEN NEW.status IN ('todo', 'in_progress') THEN timestamptz '1970-01-01 00:00+00'
        WHEN NEW.status = 'done' AND NEW.verify_on IS NOT NULL THEN timestamptz '1970-01-01 00:00+00'
        WHEN NEW.status = 'wont_do' AND NEW.look_again_on IS NOT NULL THEN timestamptz '1970-01-01 00:00+00'
    END;
    RETURN NEW;
END $$;


--
-- Name: action_stays_with_incident(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.action_stays_with_incident() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'action % stays with its incident', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'action_stays_with_incident';
END $$;


--
-- Name: actions_all_look_at_once(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.actions_all_look_at_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE actions_action SET look_from = timestamptz '1970-01-01 00:00+00' WHERE look_from > timestamptz '1970-01-01 00:00+00';
    RETURN NULL;
END $$;


--
-- Name: actions_of_incident_look_at_once(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.actions_of_incident_look_at_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE actions_action SET look_from = timestamptz '1970-01-01 00:00+00'
    WHERE incident_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.incident_id ELSE NEW.incident_id END
      AND look_from > timestamptz '1970-01-01 00:00+00';
    RETURN NULL;
END $$;


--
-- Name: actions_of_person_look_at_once(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.actions_of_person_look_at_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    person bigint;
BEGIN
    IF TG_TABLE_NAME = 'people_user' THEN
        person := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        person := OLD.person_id;
    ELSE
        person := NEW.person_id;
    END IF;
    UPDATE actions_action SET look_from = timestamptz '1970-01-01 00:00+00'
    WHERE (owner_id = person OR risk_accepted_by_id = person
           OR team_id IN (SELECT id FROM people_team WHERE lead_id = person))
      AND look_from > timestamptz '1970-01-01 00:00+00';
    RETURN NULL;
END $$;


--
-- Name: actions_of_team_look_at_once(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.actions_of_team_look_at_once() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE actions_action SET look_from = timestamptz '1970-01-01 00:00+00'
    WHERE team_id = CASE WHEN TG_TABLE_NAME = 'people_team' THEN (to_jsonb(NEW)->>'id')::bigint
                         ELSE coalesce(to_jsonb(NEW)->>'team_id', to_jsonb(OLD)->>'team_id')::bigint END
      AND status IN ('todo', 'in_progress') AND look_from > timestamptz '1970-01-01 00:00+00';
    RETURN NULL;
END $$;


--
-- Name: closed_meeting_is_frozen(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.closed_meeting_is_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF OLD.closed_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'the minutes of a closed meeting are frozen'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_meeting_is_frozen';
END $$;


--
-- Name: closed_month_is_frozen(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.closed_month_is_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'what was kept of a closed month is frozen'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'closed_month_is_frozen';
END $$;


--
-- Name: edition_is_frozen(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.edition_is_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('second_story.undoing_import', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'edition % is frozen', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'edition_is_frozen';
END $$;


--
-- Name: factor_link_closes_no_circle(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.factor_link_closes_no_circle() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    PERFORM 1 FROM postmortems_postmortem WHERE id = NEW.postmortem_id FOR NO KEY UPDATE;
    IF EXISTS (
        WITH RECURSIVE deeper (id) AS (
            SELECT NEW.condition_id
            UNION
            SELECT link.condition_id FROM postmortems_factorlink link JOIN deeper ON link.effect_id = deeper.id
            WHERE link.id <> NEW.id
        )
        SELECT 1 FROM deeper WHERE id = NEW.effect_id
    ) THEN
        RAISE EXCEPTION 'factor % would be a reason for itself', NEW.effect_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'factor_link_closes_no_circle';
    END IF;
    RETURN NEW;
END $$;


--
-- Name: incident_gate_stays_closed(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.incident_gate_stays_closed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'the gate of incident % stays closed', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'incident_gate_stays_closed';
END $$;


--
-- Name: tag_is_known(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.tag_is_known() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE incidents_tag SET known_row = NEW.id, known_restricted = false WHERE id = NEW.tag_id AND known_row IS NULL;
    RETURN NULL;
END $$;


--
-- Name: touched_as_the_incident_is(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.touched_as_the_incident_is() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    SELECT happened_at, is_restricted INTO NEW.happened_at, NEW.is_restricted
        FROM incidents_incident WHERE id = NEW.incident_id FOR KEY SHARE;
    RETURN NEW;
END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: account_emailaddress; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);


--
-- Name: account_emailaddress_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: account_emailconfirmation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);


--
-- Name: account_emailconfirmation_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: action_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.action_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: actions_action; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_action (
    id bigint NOT NULL,
    number bigint DEFAULT nextval('public.action_number'::regclass) NOT NULL,
    gated boolean NOT NULL,
    title character varying(300) NOT NULL,
    details text NOT NULL,
    outcome character varying(500) NOT NULL,
    owner_as_written character varying(200) NOT NULL,
    due_on date,
    priority character varying(20) NOT NULL,
    kind character varying(20) NOT NULL,
    status character varying(20) NOT NULL,
    evidence text NOT NULL,
    reasoning text NOT NULL,
    settled_at timestamp with time zone,
    committed_at timestamp with time zone,
    date_changes smallint NOT NULL,
    moved_at timestamp with time zone NOT NULL,
    is_imported boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    created_by_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    owner_id bigint,
    team_id bigint,
    alias character varying(60) DEFAULT ''::character varying NOT NULL,
    extra jsonb DEFAULT '{}'::jsonb NOT NULL,
    look_again_on date,
    look_from timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone,
    reopen_if text DEFAULT ''::text NOT NULL,
    risk_accepted_by_id bigint,
    snooze_reason character varying(300) DEFAULT ''::character varying NOT NULL,
    snoozed_until date,
    verification text DEFAULT ''::text NOT NULL,
    verified_at timestamp with time zone,
    verified_by_id bigint,
    verify_on date,
    CONSTRAINT action_alias_form CHECK ((((alias)::text = ''::text) OR (((alias)::text ~ '^[A-Z][A-Z0-9]{1,9}(-[A-Z0-9]{1,16}){1,5}$'::text) AND (NOT ((alias)::text ~ '^(AI|INC)-[0-9]+$'::text))))),
    CONSTRAINT action_commitment_is_dated CHECK ((((status)::text = ANY ((ARRAY['proposed'::character varying, 'wont_do'::character varying])::text[])) OR (committed_at IS NOT NULL) OR (is_imported AND ((status)::text = 'done'::text)))),
    CONSTRAINT action_gated_needs_owner_and_date CHECK (((NOT gated) OR ((status)::text = 'proposed'::text) OR ((due_on IS NOT NULL) AND (owner_id IS NOT NULL)) OR ((committed_at IS NULL) AND ((status)::text = 'wont_do'::text)) OR ((committed_at IS NULL) AND is_imported AND ((status)::text = 'done'::text)))),
    CONSTRAINT action_kind_known CHECK ((((kind)::text = ''::text) OR ((kind)::text = ANY ((ARRAY['prevent'::character varying, 'detect'::character varying, 'mitigate'::character varying, 'recover'::character varying, 'learn'::character varying])::text[])))),
    CONSTRAINT action_look_again_is_of_wont_do CHECK ((((look_again_on IS NULL) AND (reopen_if = ''::text) AND (risk_accepted_by_id IS NULL)) OR ((status)::text = 'wont_do'::text))),
    CONSTRAINT action_priority_known CHECK (((priority)::text = ANY ((ARRAY['critical'::character varying, 'high'::character varying, 'medium'::character varying, 'low'::character varying])::text[]))),
    CONSTRAINT action_settled_iff_dated CHECK ((((settled_at IS NOT NULL) AND ((status)::text = ANY ((ARRAY['done'::character varying, 'wont_do'::character varying])::text[]))) OR ((NOT ((status)::text = ANY ((ARRAY['done'::character varying, 'wont_do'::character varying])::text[]))) AND (settled_at IS NULL)))),
    CONSTRAINT action_snooze_has_reason CHECK (((((snooze_reason)::text = ''::text) AND (snoozed_until IS NULL)) OR ((snoozed_until IS NOT NULL) AND (NOT ((snooze_reason)::text = ''::text))))),
    CONSTRAINT action_status_known CHECK (((status)::text = ANY ((ARRAY['proposed'::character varying, 'todo'::character varying, 'in_progress'::character varying, 'done'::character varying, 'wont_do'::character varying])::text[]))),
    CONSTRAINT action_title_said CHECK ((NOT ((title)::text = ''::text))),
    CONSTRAINT action_verified_is_done_with_evidence CHECK ((((verification = ''::text) AND (verified_at IS NULL)) OR (((status)::text = 'done'::text) AND (verified_at IS NOT NULL) AND (verify_on IS NULL) AND (NOT (verification = ''::text))))),
    CONSTRAINT action_verify_on_is_of_done CHECK (((verify_on IS NULL) OR ((status)::text = 'done'::text))),
    CONSTRAINT action_wont_do_has_reasoning CHECK (((NOT ((status)::text = 'wont_do'::text)) OR (NOT (reasoning = ''::text)) OR is_imported)),
    CONSTRAINT actions_action_date_changes_check CHECK ((date_changes >= 0)),
    CONSTRAINT actions_action_number_check CHECK ((number >= 0)),
    CONSTRAINT actions_action_version_check CHECK ((version >= 0))
);


--
-- Name: actions_action_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_action ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_action_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: actions_actionevent; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_actionevent (
    id bigint NOT NULL,
    kind character varying(30) NOT NULL,
    at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    details jsonb NOT NULL,
    action_id bigint NOT NULL,
    by_id bigint,
    CONSTRAINT action_event_kind_known CHECK (((kind)::text = ANY ((ARRAY['proposed'::character varying, 'committed'::character varying, 'started'::character varying, 'done'::character varying, 'wont_do'::character varying, 'reopened'::character varying, 'owner_changed'::character varying, 'date_changed'::character varying, 'details_changed'::character varying, 'noted'::character varying, 'offered'::character varying, 'offer_declined'::character varying, 'offer_withdrawn'::character varying, 'imported'::character varying, 'snoozed'::character varying, 'verified'::character varying, 'questioned'::character varying, 'stood_by'::character varying])::text[])))
);


--
-- Name: actions_actionevent_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_actionevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_actionevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: actions_calendarfeed; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_calendarfeed (
    id bigint NOT NULL,
    secret_hash character varying(64) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL,
    team_id bigint
);


--
-- Name: actions_calendarfeed_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_calendarfeed ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_calendarfeed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: actions_handover; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_handover (
    id bigint NOT NULL,
    word text NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    answer character varying(20) NOT NULL,
    answered_at timestamp with time zone,
    reply text NOT NULL,
    action_id bigint NOT NULL,
    by_id bigint NOT NULL,
    owner_id bigint,
    to_id bigint NOT NULL,
    CONSTRAINT hand_over_answer_known CHECK (((answer)::text = ANY ((ARRAY['offered'::character varying, 'accepted'::character varying, 'declined'::character varying, 'withdrawn'::character varying])::text[]))),
    CONSTRAINT hand_over_answered_iff_dated CHECK (((((answer)::text = 'offered'::text) AND (answered_at IS NULL)) OR ((NOT ((answer)::text = 'offered'::text)) AND (answered_at IS NOT NULL)))),
    CONSTRAINT hand_over_declined_with_a_word CHECK (((NOT ((answer)::text = 'declined'::text)) OR (NOT (reply = ''::text))))
);


--
-- Name: actions_handover_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_handover ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_handover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: actions_itemsfilehead; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_itemsfilehead (
    id bigint NOT NULL,
    list_key character varying(20) NOT NULL,
    "values" text NOT NULL,
    incident_id bigint NOT NULL
);


--
-- Name: actions_itemsfilehead_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_itemsfilehead ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_itemsfilehead_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: actions_linkpolicy; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_linkpolicy (
    id bigint NOT NULL,
    without_sign_in boolean NOT NULL,
    CONSTRAINT link_policy_one_row CHECK ((id = 1))
);


--
-- Name: actions_linkpolicy_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_linkpolicy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_linkpolicy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: actions_linkuse; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_linkuse (
    id bigint NOT NULL,
    nonce character varying(120) NOT NULL,
    purpose character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    action_id bigint NOT NULL,
    event_id bigint NOT NULL,
    person_id bigint NOT NULL,
    told_by_id bigint,
    CONSTRAINT link_use_purpose_known CHECK (((purpose)::text = ANY ((ARRAY['done'::character varying, 'new_date'::character varying, 'wont_do'::character varying, 'hand_over'::character varying, 'snooze'::character varying, 'verify'::character varying, 'accept'::character varying, 'refuse'::character varying, 'undo'::character varying])::text[])))
);


--
-- Name: actions_linkuse_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_linkuse ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_linkuse_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: actions_nudge; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_nudge (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    speaks_of date NOT NULL,
    step smallint NOT NULL,
    planned_at timestamp with time zone NOT NULL,
    action_id bigint,
    message_id bigint,
    person_id bigint NOT NULL,
    incident_id bigint,
    said_on date NOT NULL,
    CONSTRAINT actions_nudge_step_check CHECK ((step >= 0)),
    CONSTRAINT nudge_is_of_one_thing CHECK ((((action_id IS NOT NULL) AND (incident_id IS NULL)) OR ((action_id IS NULL) AND (incident_id IS NOT NULL)))),
    CONSTRAINT nudge_kind_known CHECK (((kind)::text = ANY ((ARRAY['due_soon'::character varying, 'overdue'::character varying, 'stale'::character varying, 'unowned'::character varying, 'orphaned'::character varying, 'escalated'::character varying, 'verify'::character varying, 'look_again'::character varying, 'draft_late'::character varying, 'review_late'::character varying])::text[])))
);


--
-- Name: actions_nudge_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_nudge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_nudge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: actions_nudgepace; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_nudgepace (
    id bigint NOT NULL,
    priority character varying(20) NOT NULL,
    due_soon_days smallint NOT NULL,
    overdue_after smallint NOT NULL,
    repeat_every smallint NOT NULL,
    repeat_at_most smallint NOT NULL,
    stale_after smallint NOT NULL,
    escalate_after smallint,
    snooze_at_most smallint NOT NULL,
    CONSTRAINT actions_nudgepace_due_soon_days_check CHECK ((due_soon_days >= 0)),
    CONSTRAINT actions_nudgepace_escalate_after_check CHECK ((escalate_after >= 0)),
    CONSTRAINT actions_nudgepace_overdue_after_check CHECK ((overdue_after >= 0)),
    CONSTRAINT actions_nudgepace_repeat_at_most_check CHECK ((repeat_at_most >= 0)),
    CONSTRAINT actions_nudgepace_repeat_every_check CHECK ((repeat_every >= 0)),
    CONSTRAINT actions_nudgepace_snooze_at_most_check CHECK ((snooze_at_most >= 0)),
    CONSTRAINT actions_nudgepace_stale_after_check CHECK ((stale_after >= 0)),
    CONSTRAINT nudge_pace_in_bounds CHECK (((due_soon_days <= 20) AND ((overdue_after >= 1) AND (overdue_after <= 60)) AND ((repeat_at_most >= repeat_every) AND (repeat_at_most <= 60)) AND ((repeat_every >= 1) AND (repeat_every <= 60)) AND ((snooze_at_most >= 1) AND (snooze_at_most <= 90)) AND ((stale_after >= 3) AND (stale_after <= 365)) AND ((escalate_after IS NULL) OR ((escalate_after >= (overdue_after + 1)) AND (escalate_after <= 365))))),
    CONSTRAINT nudge_pace_priority_known CHECK (((priority)::text = ANY ((ARRAY['critical'::character varying, 'high'::character varying, 'medium'::character varying, 'low'::character varying])::text[])))
);


--
-- Name: actions_nudgepace_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_nudgepace ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_nudgepace_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: actions_trackerconnection; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_trackerconnection (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    kind character varying(20) NOT NULL,
    base_url character varying(300) NOT NULL,
    project character varying(200) NOT NULL,
    account character varying(200) NOT NULL,
    cancelled_words character varying(300) NOT NULL,
    token_sealed text NOT NULL,
    webhook_secret_sealed text NOT NULL,
    hook uuid NOT NULL,
    is_active boolean NOT NULL,
    paused_until timestamp with time zone,
    heard_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    created_by_id bigint NOT NULL,
    CONSTRAINT tracker_has_token CHECK ((NOT (token_sealed = ''::text))),
    CONSTRAINT tracker_kind_known CHECK (((kind)::text = ANY ((ARRAY['github'::character varying, 'gitlab'::character varying, 'jira'::character varying, 'linear'::character varying])::text[])))
);


--
-- Name: actions_trackerconnection_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_trackerconnection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_trackerconnection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: actions_trackerevent; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_trackerevent (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    connection_id bigint NOT NULL
);


--
-- Name: actions_trackerevent_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_trackerevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_trackerevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: actions_trackerlink; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_trackerlink (
    id bigint NOT NULL,
    marker uuid NOT NULL,
    key character varying(100) NOT NULL,
    url character varying(500) NOT NULL,
    create_begun_at timestamp with time zone,
    asked_at timestamp with time zone NOT NULL,
    state character varying(20) NOT NULL,
    reason character varying(300) NOT NULL,
    next_try_at timestamp with time zone NOT NULL,
    attempts smallint NOT NULL,
    lease uuid,
    leased_until timestamp with time zone,
    agreed character varying(20) NOT NULL,
    ticket_state character varying(20) NOT NULL,
    ticket_words character varying(100) NOT NULL,
    ticket_owner character varying(200) NOT NULL,
    ticket_due_on date,
    ticket_updated_at timestamp with time zone,
    asks_for_reasoning boolean NOT NULL,
    reopens_there boolean NOT NULL,
    synced_at timestamp with time zone,
    action_id bigint NOT NULL,
    asked_by_id bigint NOT NULL,
    connection_id bigint NOT NULL,
    CONSTRAINT actions_trackerlink_attempts_check CHECK ((attempts >= 0)),
    CONSTRAINT tracker_link_lease_whole CHECK ((((lease IS NULL) AND (leased_until IS NULL)) OR ((lease IS NOT NULL) AND (leased_until IS NOT NULL)))),
    CONSTRAINT tracker_link_state_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'in_sync'::character varying, 'drifted'::character varying, 'failing'::character varying])::text[]))),
    CONSTRAINT tracker_link_ticket_state_known CHECK ((((agreed)::text = ANY ((ARRAY[''::character varying, 'open'::character varying, 'done'::character varying, 'cancelled'::character varying, 'duplicate'::character varying])::text[])) AND ((ticket_state)::text = ANY ((ARRAY[''::character varying, 'open'::character varying, 'done'::character varying, 'cancelled'::character varying, 'duplicate'::character varying])::text[]))))
);


--
-- Name: actions_trackerlink_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_trackerlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_trackerlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: actions_verificationpace; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.actions_verificationpace (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    weeks smallint,
    CONSTRAINT actions_verificationpace_weeks_check CHECK ((weeks >= 0)),
    CONSTRAINT verification_pace_in_bounds CHECK (((weeks IS NULL) OR ((weeks >= 1) AND (weeks <= 104)))),
    CONSTRAINT verification_pace_kind_known CHECK ((((kind)::text = ''::text) OR ((kind)::text = ANY ((ARRAY['prevent'::character varying, 'detect'::character varying, 'mitigate'::character varying, 'recover'::character varying, 'learn'::character varying])::text[]))))
);


--
-- Name: actions_verificationpace_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.actions_verificationpace ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.actions_verificationpace_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_group; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);


--
-- Name: auth_group_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_group_permissions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


--
-- Name: auth_group_permissions_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: auth_permission; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);


--
-- Name: auth_permission_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: collab_room; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.collab_room (
    id bigint NOT NULL,
    name character varying(120) NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: collab_room_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.collab_room ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collab_room_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: collab_snapshot; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.collab_snapshot (
    id bigint NOT NULL,
    state bytea NOT NULL,
    upto bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    room_id bigint NOT NULL
);


--
-- Name: collab_snapshot_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.collab_snapshot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collab_snapshot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: collab_update; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.collab_update (
    id bigint NOT NULL,
    payload bytea NOT NULL,
    by_id bigint,
    at timestamp with time zone NOT NULL,
    room_id bigint NOT NULL
);


--
-- Name: collab_update_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.collab_update ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collab_update_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_content_type; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);


--
-- Name: django_content_type_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);


--
-- Name: django_migrations_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: django_session; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);


--
-- Name: incident_number; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.incident_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: incidents_impact; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_impact (
    id bigint NOT NULL,
    users_affected bigint,
    users_share numeric(6,3),
    error_budget_spent numeric(8,2),
    revenue_kind character varying(20) NOT NULL,
    revenue_amount numeric(14,2),
    revenue_currency character varying(3) NOT NULL,
    support_tickets integer,
    trust text NOT NULL,
    incident_id bigint NOT NULL,
    CONSTRAINT impact_revenue_whole CHECK ((((revenue_amount IS NOT NULL) AND ((revenue_kind)::text = 'amount'::text) AND (NOT ((revenue_currency)::text = ''::text))) OR ((revenue_amount IS NULL) AND ((revenue_currency)::text = ''::text) AND ((revenue_kind)::text = ANY ((ARRAY['unknown'::character varying, 'negligible'::character varying])::text[]))))),
    CONSTRAINT impact_share_is_percent CHECK (((users_share IS NULL) OR ((users_share >= (0)::numeric) AND (users_share <= (100)::numeric)))),
    CONSTRAINT incidents_impact_support_tickets_check CHECK ((support_tickets >= 0)),
    CONSTRAINT incidents_impact_users_affected_check CHECK ((users_affected >= 0))
);


--
-- Name: incidents_impact_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_impact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_impact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_incident; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_incident (
    id bigint NOT NULL,
    number bigint DEFAULT nextval('public.incident_number'::regclass) NOT NULL,
    title character varying(200) NOT NULL,
    kind character varying(20) NOT NULL,
    summary text NOT NULL,
    began_at timestamp with time zone,
    began_precision character varying(10) NOT NULL,
    detected_at timestamp with time zone,
    detected_precision character varying(10) NOT NULL,
    acknowledged_at timestamp with time zone,
    acknowledged_precision character varying(10) NOT NULL,
    mitigated_at timestamp with time zone,
    mitigated_precision character varying(10) NOT NULL,
    resolved_at timestamp with time zone,
    resolved_precision character varying(10) NOT NULL,
    time_zone character varying(64) NOT NULL,
    is_restricted boolean NOT NULL,
    actions_gated boolean NOT NULL,
    is_imported boolean NOT NULL,
    document_decision character varying(20) NOT NULL,
    document_decision_reason text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    happened_at timestamp with time zone GENERATED ALWAYS AS (COALESCE(began_at, detected_at, recorded_at)) STORED,
    recorded_by_id bigint NOT NULL,
    severity_id bigint,
    CONSTRAINT incident_acknowledged_precision CHECK ((((acknowledged_at IS NULL) AND ((acknowledged_precision)::text = ''::text)) OR ((acknowledged_at IS NOT NULL) AND ((acknowledged_precision)::text = ANY ((ARRAY['second'::character varying, 'minute'::character varying, 'around'::character varying, 'day'::character varying, 'month'::character varying])::text[]))))),
    CONSTRAINT incident_began_precision CHECK ((((began_at IS NULL) AND ((began_precision)::text = ''::text)) OR ((began_at IS NOT NULL) AND ((began_precision)::text = ANY ((ARRAY['second'::character varying, 'minute'::character varying, 'around'::character varying, 'day'::character varying, 'month'::character varying])::text[]))))),
    CONSTRAINT incident_decision_with_reason CHECK ((((document_decision)::text = ''::text) OR (((document_decision)::text = ANY ((ARRAY['postmortem'::character varying, 'brief_note'::character varying, 'nothing'::character varying])::text[])) AND (NOT (document_decision_reason = ''::text))))),
    CONSTRAINT incident_detected_precision CHECK ((((detected_at IS NULL) AND ((detected_precision)::text = ''::text)) OR ((detected_at IS NOT NULL) AND ((detected_precision)::text = ANY ((ARRAY['second'::character varying, 'minute'::character varying, 'around'::character varying, 'day'::character varying, 'month'::character varying])::text[]))))),
    CONSTRAINT incident_kind_known CHECK (((kind)::text = ANY ((ARRAY['unknown'::character varying, 'availability'::character varying, 'degradation'::character varying, 'security'::character varying, 'data_loss'::character varying, 'data_quality'::character varying, 'near_miss'::character varying, 'other'::character varying])::text[]))),
    CONSTRAINT incident_mitigated_precision CHECK ((((mitigated_at IS NULL) AND ((mitigated_precision)::text = ''::text)) OR ((mitigated_at IS NOT NULL) AND ((mitigated_precision)::text = ANY ((ARRAY['second'::character varying, 'minute'::character varying, 'around'::character varying, 'day'::character varying, 'month'::character varying])::text[]))))),
    CONSTRAINT incident_resolved_precision CHECK ((((resolved_at IS NULL) AND ((resolved_precision)::text = ''::text)) OR ((resolved_at IS NOT NULL) AND ((resolved_precision)::text = ANY ((ARRAY['second'::character varying, 'minute'::character varying, 'around'::character varying, 'day'::character varying, 'month'::character varying])::text[]))))),
    CONSTRAINT incident_title_said CHECK ((NOT ((title)::text = ''::text))),
    CONSTRAINT incidents_incident_number_check CHECK ((number >= 0)),
    CONSTRAINT incidents_incident_version_check CHECK ((version >= 0))
);


--
-- Name: incidents_incident_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_incident ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incident_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_incident_services; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_incident_services (
    id bigint NOT NULL,
    incident_id bigint NOT NULL,
    service_id bigint NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    is_restricted boolean NOT NULL
);


--
-- Name: incidents_incident_services_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_incident_services ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incident_services_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_incident_tags; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_incident_tags (
    id bigint NOT NULL,
    incident_id bigint NOT NULL,
    tag_id bigint NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    is_restricted boolean NOT NULL
);


--
-- Name: incidents_incident_tags_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_incident_tags ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incident_tags_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_incident_teams; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_incident_teams (
    id bigint NOT NULL,
    incident_id bigint NOT NULL,
    team_id bigint NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    is_restricted boolean NOT NULL
);


--
-- Name: incidents_incident_teams_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_incident_teams ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incident_teams_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_incidentaccess; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_incidentaccess (
    id bigint NOT NULL,
    given_at timestamp with time zone NOT NULL,
    given_by_id bigint,
    incident_id bigint NOT NULL,
    user_id bigint NOT NULL
);


--
-- Name: incidents_incidentaccess_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_incidentaccess ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incidentaccess_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_incidenthistory; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_incidenthistory (
    id bigint NOT NULL,
    kind character varying(30) NOT NULL,
    at timestamp with time zone NOT NULL,
    details jsonb NOT NULL,
    by_id bigint,
    incident_id bigint NOT NULL,
    other_id bigint,
    CONSTRAINT incident_history_kind_known CHECK (((kind)::text = ANY ((ARRAY['recorded'::character varying, 'facts_changed'::character varying, 'impact_changed'::character varying, 'timeline_changed'::character varying, 'restricted'::character varying, 'opened'::character varying, 'access_given'::character varying, 'access_taken'::character varying, 'decided'::character varying, 'actions_gated'::character varying, 'imported'::character varying, 'repeat_confirmed'::character varying, 'repeat_withdrawn'::character varying])::text[])))
);


--
-- Name: incidents_incidenthistory_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_incidenthistory ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incidenthistory_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_incidentlink; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_incidentlink (
    id bigint NOT NULL,
    url character varying(1000) NOT NULL,
    label character varying(120) NOT NULL,
    incident_id bigint NOT NULL
);


--
-- Name: incidents_incidentlink_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_incidentlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_incidentlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_lensanswer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_lensanswer (
    id bigint NOT NULL,
    rule character varying(80) NOT NULL,
    sentence character varying(32) NOT NULL,
    reason character varying(20) NOT NULL,
    note character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    CONSTRAINT lens_answer_names_both CHECK (((NOT ((rule)::text = ''::text)) AND (NOT ((sentence)::text = ''::text)))),
    CONSTRAINT lens_answer_reason_known CHECK (((reason)::text = ANY ((ARRAY['quoting'::character varying, 'system'::character varying, 'agreed'::character varying, 'needed'::character varying, 'rule_wrong'::character varying])::text[])))
);


--
-- Name: incidents_lensanswer_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_lensanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_lensanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_lensrule; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_lensrule (
    id bigint NOT NULL,
    rule character varying(80) NOT NULL,
    is_off boolean NOT NULL,
    level character varying(10) NOT NULL,
    CONSTRAINT lens_rule_level_known CHECK ((((level)::text = ''::text) OR ((level)::text = ANY ((ARRAY['mark'::character varying, 'hint'::character varying, 'count'::character varying])::text[]))))
);


--
-- Name: incidents_lensrule_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_lensrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_lensrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_lensstamp; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_lensstamp (
    id bigint NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT incidents_lensstamp_version_check CHECK ((version >= 0))
);


--
-- Name: incidents_lensstamp_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_lensstamp ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_lensstamp_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_lensword; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_lensword (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    text character varying(120) NOT NULL,
    level character varying(10) NOT NULL,
    ask character varying(300) NOT NULL,
    CONSTRAINT lens_word_kind_known CHECK (((kind)::text = ANY ((ARRAY['system'::character varying, 'allowed'::character varying, 'flagged'::character varying])::text[]))),
    CONSTRAINT lens_word_level_where_flagged CHECK (((((kind)::text = 'flagged'::text) AND ((level)::text = ANY ((ARRAY['mark'::character varying, 'hint'::character varying, 'count'::character varying])::text[]))) OR ((NOT ((kind)::text = 'flagged'::text)) AND ((level)::text = ''::text)))),
    CONSTRAINT lens_word_said CHECK ((NOT ((text)::text = ''::text)))
);


--
-- Name: incidents_lensword_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_lensword ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_lensword_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_repeat; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_repeat (
    id bigint NOT NULL,
    note character varying(300) NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_because character varying(300) NOT NULL,
    confirmed_by_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    of_id bigint NOT NULL,
    withdrawn_by_id bigint,
    CONSTRAINT repeat_of_another CHECK ((NOT (incident_id = of_id))),
    CONSTRAINT repeat_withdrawn_whole CHECK ((((withdrawn_at IS NULL) AND ((withdrawn_because)::text = ''::text) AND (withdrawn_by_id IS NULL)) OR ((withdrawn_at IS NOT NULL) AND (withdrawn_by_id IS NOT NULL) AND (NOT ((withdrawn_because)::text = ''::text)))))
);


--
-- Name: incidents_repeat_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_repeat ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_repeat_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_service; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_service (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    slug character varying(80) NOT NULL,
    is_active boolean NOT NULL,
    team_id bigint
);


--
-- Name: incidents_service_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_service ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_service_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_severity; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_severity (
    id bigint NOT NULL,
    level smallint NOT NULL,
    name character varying(40) NOT NULL,
    aliases character varying(120) NOT NULL,
    description character varying(300) NOT NULL,
    requires character varying(20) NOT NULL,
    template_key character varying(60) NOT NULL,
    reviewed_by character varying(20) NOT NULL,
    draft_within smallint,
    publish_within smallint,
    pattern_count smallint,
    pattern_days smallint,
    is_active boolean NOT NULL,
    CONSTRAINT incidents_severity_draft_within_check CHECK ((draft_within >= 0)),
    CONSTRAINT incidents_severity_level_check CHECK ((level >= 0)),
    CONSTRAINT incidents_severity_pattern_count_check CHECK ((pattern_count >= 0)),
    CONSTRAINT incidents_severity_pattern_days_check CHECK ((pattern_days >= 0)),
    CONSTRAINT incidents_severity_publish_within_check CHECK ((publish_within >= 0)),
    CONSTRAINT severity_pattern_whole CHECK ((((pattern_count IS NULL) AND (pattern_days IS NULL)) OR ((pattern_count >= 2) AND (pattern_count IS NOT NULL) AND (pattern_days >= 1) AND (pattern_days IS NOT NULL)))),
    CONSTRAINT severity_requires_known CHECK (((requires)::text = ANY ((ARRAY['full'::character varying, 'light'::character varying, 'decision'::character varying, 'none'::character varying])::text[]))),
    CONSTRAINT severity_reviewed_by_known CHECK (((reviewed_by)::text = ANY ((ARRAY['leadership'::character varying, 'team'::character varying, 'nobody'::character varying])::text[])))
);


--
-- Name: incidents_severity_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_severity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_severity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_tag; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_tag (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    slug character varying(60) NOT NULL,
    kind character varying(20) NOT NULL,
    known_row bigint,
    known_restricted boolean,
    CONSTRAINT tag_kind_known CHECK (((kind)::text = ANY ((ARRAY['system'::character varying, 'category'::character varying])::text[]))),
    CONSTRAINT tag_known_by_what_is_open CHECK ((((known_restricted IS NULL) AND (known_row IS NULL)) OR ((NOT known_restricted) AND (known_restricted IS NOT NULL) AND (known_row IS NOT NULL))))
);


--
-- Name: incidents_tag_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_tag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: incidents_timelineevent; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incidents_timelineevent (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    at timestamp with time zone,
    "precision" character varying(10) NOT NULL,
    time_zone character varying(64) NOT NULL,
    told character varying(80) NOT NULL,
    text text NOT NULL,
    kind character varying(20) NOT NULL,
    source character varying(20) NOT NULL,
    evidence_url character varying(1000) NOT NULL,
    known_later boolean NOT NULL,
    added_at timestamp with time zone NOT NULL,
    added_by_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    CONSTRAINT incidents_timelineevent_position_check CHECK (("position" >= 0)),
    CONSTRAINT timeline_event_kind_known CHECK ((((kind)::text = ''::text) OR ((kind)::text = ANY ((ARRAY['detection'::character varying, 'hypothesis'::character varying, 'decision'::character varying, 'action'::character varying, 'communication'::character varying, 'mitigation'::character varying, 'recovery'::character varying])::text[])))),
    CONSTRAINT timeline_event_precision CHECK ((((at IS NULL) AND (("precision")::text = ''::text)) OR ((at IS NOT NULL) AND (("precision")::text = ANY ((ARRAY['second'::character varying, 'minute'::character varying, 'around'::character varying, 'day'::character varying, 'month'::character varying])::text[]))))),
    CONSTRAINT timeline_event_source_known CHECK ((((source)::text = ''::text) OR ((source)::text = ANY ((ARRAY['alert'::character varying, 'log'::character varying, 'chat'::character varying, 'deploy'::character varying, 'account'::character varying])::text[]))))
);


--
-- Name: incidents_timelineevent_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.incidents_timelineevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.incidents_timelineevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: notifications_message; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notifications_message (
    id bigint NOT NULL,
    kind character varying(30) NOT NULL,
    address character varying(254) NOT NULL,
    refers_to jsonb NOT NULL,
    key character varying(200) NOT NULL,
    local_day date,
    state character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    send_after timestamp with time zone NOT NULL,
    leased_until timestamp with time zone,
    lease uuid,
    attempts smallint NOT NULL,
    sent_at timestamp with time zone,
    reason character varying(300) NOT NULL,
    message_id character varying(255) NOT NULL,
    subject character varying(300) NOT NULL,
    text_body text NOT NULL,
    html_body text NOT NULL,
    recipient_id bigint,
    CONSTRAINT message_has_one_receiver CHECK (((((address)::text = ''::text) AND (recipient_id IS NOT NULL)) OR ((recipient_id IS NULL) AND (NOT ((address)::text = ''::text))))),
    CONSTRAINT message_kind_known CHECK (((kind)::text = ANY ((ARRAY['nudges'::character varying, 'digest'::character varying, 'minutes'::character varying, 'one_to_read'::character varying, 'invitation'::character varying, 'password_reset'::character varying, 'review_asked'::character varying, 'review_answered'::character varying, 'published'::character varying, 'action_handed'::character varying, 'hand_over_offered'::character varying, 'hand_over_answered'::character varying, 'link_used'::character varying, 'ticket_asks'::character varying, 'account'::character varying])::text[]))),
    CONSTRAINT message_nudges_have_a_day CHECK (((NOT ((kind)::text = 'nudges'::text)) OR ((local_day IS NOT NULL) AND (recipient_id IS NOT NULL)))),
    CONSTRAINT message_sending_iff_leased CHECK ((((lease IS NOT NULL) AND (leased_until IS NOT NULL) AND ((state)::text = 'sending'::text)) OR ((NOT ((state)::text = 'sending'::text)) AND (lease IS NULL) AND (leased_until IS NULL)))),
    CONSTRAINT message_sent_iff_dated CHECK ((((sent_at IS NOT NULL) AND ((state)::text = 'sent'::text)) OR ((NOT ((state)::text = 'sent'::text)) AND (sent_at IS NULL)))),
    CONSTRAINT message_state_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'sending'::character varying, 'sent'::character varying, 'failed'::character varying, 'skipped'::character varying])::text[]))),
    CONSTRAINT notifications_message_attempts_check CHECK ((attempts >= 0))
);


--
-- Name: notifications_message_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.notifications_message ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notifications_message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: people_absence; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people_absence (
    id bigint NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL,
    person_id bigint NOT NULL,
    stand_in_id bigint,
    CONSTRAINT absence_ends_after_it_begins CHECK ((until_on >= from_on)),
    CONSTRAINT absence_stand_in_is_somebody_else CHECK (((stand_in_id IS NULL) OR (NOT ((stand_in_id = person_id) AND (stand_in_id IS NOT NULL)))))
);


--
-- Name: people_absence_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.people_absence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_absence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: people_agreement; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people_agreement (
    id bigint NOT NULL,
    body text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    changed_by_id bigint
);


--
-- Name: people_agreement_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.people_agreement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_agreement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: people_auditentry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people_auditentry (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    at timestamp with time zone NOT NULL,
    about character varying(120) NOT NULL,
    incident_number bigint,
    details jsonb NOT NULL,
    by_id bigint,
    CONSTRAINT audit_kind_known CHECK (((kind)::text = ANY ((ARRAY['first_administrator'::character varying, 'invited'::character varying, 'invitation_sent_again'::character varying, 'invitation_withdrawn'::character varying, 'invitation_accepted'::character varying, 'link_handed_over'::character varying, 'password_changed'::character varying, 'person_changed'::character varying, 'person_deactivated'::character varying, 'person_reactivated'::character varying, 'team_changed'::character varying, 'settings_changed'::character varying, 'agreement_changed'::character varying, 'incident_restricted'::character varying, 'incident_opened'::character varying, 'access_given'::character varying, 'access_taken'::character varying, 'published'::character varying, 'imported'::character varying, 'import_undone'::character varying])::text[]))),
    CONSTRAINT people_auditentry_incident_number_check CHECK ((incident_number >= 0))
);


--
-- Name: people_auditentry_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.people_auditentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_auditentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: people_invitation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people_invitation (
    id bigint NOT NULL,
    email character varying(254) NOT NULL,
    display_name character varying(120) NOT NULL,
    is_facilitator boolean NOT NULL,
    is_leadership boolean NOT NULL,
    is_administrator boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    invited_by_id bigint NOT NULL,
    person_id bigint,
    team_id bigint,
    CONSTRAINT invitation_accepted_iff_person CHECK ((((accepted_at IS NULL) AND (person_id IS NULL)) OR ((accepted_at IS NOT NULL) AND (person_id IS NOT NULL))))
);


--
-- Name: people_invitation_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.people_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: people_membership; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people_membership (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    team_id bigint NOT NULL
);


--
-- Name: people_membership_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.people_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: people_team; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people_team (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    slug character varying(80) NOT NULL,
    is_active boolean NOT NULL,
    lead_id bigint
);


--
-- Name: people_team_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.people_team ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_team_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: people_teamdeparture; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people_teamdeparture (
    id bigint NOT NULL,
    left_at timestamp with time zone NOT NULL,
    team_id bigint NOT NULL,
    user_id bigint NOT NULL
);


--
-- Name: people_teamdeparture_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.people_teamdeparture ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_teamdeparture_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: people_user; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    email character varying(254) NOT NULL,
    display_name character varying(120) NOT NULL,
    time_zone character varying(64) NOT NULL,
    working_days smallint[] NOT NULL,
    is_active boolean NOT NULL,
    is_facilitator boolean NOT NULL,
    is_leadership boolean NOT NULL,
    is_administrator boolean NOT NULL,
    agreement_read_at timestamp with time zone,
    wants_digest boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    deactivated_at timestamp with time zone,
    nudges_weekly boolean NOT NULL,
    holiday_country character varying(6) NOT NULL,
    holiday_subdivision character varying(10) NOT NULL,
    nudge_ahead smallint,
    nudge_every smallint,
    quiet_from time without time zone NOT NULL,
    quiet_until time without time zone NOT NULL,
    wants_one_to_read boolean NOT NULL,
    CONSTRAINT people_user_nudge_ahead_check CHECK ((nudge_ahead >= 0)),
    CONSTRAINT people_user_nudge_every_check CHECK ((nudge_every >= 0)),
    CONSTRAINT user_email_lower_case CHECK (((email)::text = lower((email)::text))),
    CONSTRAINT user_inactive_iff_dated CHECK ((((deactivated_at IS NULL) AND is_active) OR ((deactivated_at IS NOT NULL) AND (NOT is_active)))),
    CONSTRAINT user_nudge_preferences_in_bounds CHECK ((((nudge_ahead IS NULL) OR (nudge_ahead >= 1)) AND ((nudge_every IS NULL) OR (nudge_every >= 1))))
);


--
-- Name: people_user_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.people_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: people_workcalendar; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.people_workcalendar (
    id bigint NOT NULL,
    "only" boolean NOT NULL,
    country character varying(6) NOT NULL,
    subdivision character varying(10) NOT NULL,
    CONSTRAINT work_calendar_is_one_row CHECK ("only")
);


--
-- Name: people_workcalendar_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.people_workcalendar ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.people_workcalendar_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_edition; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_edition (
    id bigint NOT NULL,
    number smallint NOT NULL,
    title character varying(200) NOT NULL,
    content jsonb NOT NULL,
    html text NOT NULL,
    text text NOT NULL,
    note character varying(300) NOT NULL,
    published_at timestamp with time zone NOT NULL,
    published_by_id bigint NOT NULL,
    postmortem_id bigint NOT NULL,
    CONSTRAINT postmortems_edition_number_check CHECK ((number >= 0))
);


--
-- Name: postmortems_edition_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_edition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_edition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_factor; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_factor (
    id bigint NOT NULL,
    text character varying(300) NOT NULL,
    category character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by_id bigint NOT NULL,
    CONSTRAINT factor_category_known CHECK (((category)::text = ANY ((ARRAY['safeguard'::character varying, 'tooling'::character varying, 'process'::character varying, 'knowledge'::character varying, 'load'::character varying, 'dependency'::character varying, 'organisation'::character varying, 'other'::character varying])::text[]))),
    CONSTRAINT factor_said CHECK ((NOT ((text)::text = ''::text)))
);


--
-- Name: postmortems_factor_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_factor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_factor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_factorlink; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_factorlink (
    id bigint NOT NULL,
    postmortem_id bigint NOT NULL,
    condition_id bigint NOT NULL,
    effect_id bigint NOT NULL,
    CONSTRAINT factor_link_to_another CHECK ((NOT (effect_id = condition_id)))
);


--
-- Name: postmortems_factorlink_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_factorlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_factorlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_importbatch; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_importbatch (
    id bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    as_draft boolean NOT NULL,
    people jsonb NOT NULL,
    created_by_id bigint NOT NULL
);


--
-- Name: postmortems_importbatch_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_importbatch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_importbatch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_importfile; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_importfile (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    name character varying(300) NOT NULL,
    content bytea NOT NULL,
    state character varying(20) NOT NULL,
    note character varying(300) NOT NULL,
    batch_id bigint NOT NULL,
    postmortem_id bigint,
    as_draft boolean NOT NULL,
    time_zone character varying(64) NOT NULL,
    CONSTRAINT import_file_state_known CHECK (((state)::text = ANY ((ARRAY['waiting'::character varying, 'imported'::character varying, 'there_already'::character varying, 'skipped'::character varying, 'failed'::character varying, 'undone'::character varying])::text[]))),
    CONSTRAINT postmortems_importfile_position_check CHECK (("position" >= 0))
);


--
-- Name: postmortems_importfile_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_importfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_importfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_postmortem; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_postmortem (
    id bigint NOT NULL,
    gated boolean NOT NULL,
    status character varying(20) NOT NULL,
    is_imported boolean NOT NULL,
    source_name character varying(300) NOT NULL,
    source_digest character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    review_asked_at timestamp with time zone,
    published_at timestamp with time zone,
    amending boolean NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    created_by_id bigint NOT NULL,
    facilitator_id bigint,
    lead_incident_id bigint NOT NULL,
    template_id bigint,
    CONSTRAINT postmortem_published_iff_dated CHECK ((((published_at IS NOT NULL) AND ((status)::text = 'published'::text)) OR ((NOT ((status)::text = 'published'::text)) AND (published_at IS NULL)))),
    CONSTRAINT postmortem_published_is_gated CHECK (((NOT ((status)::text = 'published'::text)) OR gated)),
    CONSTRAINT postmortem_status_known CHECK (((status)::text = ANY ((ARRAY['draft'::character varying, 'in_review'::character varying, 'published'::character varying])::text[])))
);


--
-- Name: postmortems_postmortem_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_postmortem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_postmortem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_postmortemevent; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_postmortemevent (
    id bigint NOT NULL,
    kind character varying(30) NOT NULL,
    at timestamp with time zone NOT NULL,
    details jsonb NOT NULL,
    by_id bigint,
    postmortem_id bigint NOT NULL,
    CONSTRAINT postmortem_event_kind_known CHECK (((kind)::text = ANY ((ARRAY['started'::character varying, 'review_asked'::character varying, 'review_answered'::character varying, 'back_to_draft'::character varying, 'published'::character varying, 'amendment_started'::character varying, 'amended'::character varying, 'section_restored'::character varying, 'proposal_dropped'::character varying, 'facilitator_changed'::character varying, 'imported'::character varying, 'factor_added'::character varying, 'factor_changed'::character varying, 'factor_removed'::character varying])::text[])))
);


--
-- Name: postmortems_postmortemevent_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_postmortemevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_postmortemevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_postmortemfactor; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_postmortemfactor (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    why text NOT NULL,
    ending character varying(20) NOT NULL,
    accepted_because text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    action_id bigint,
    added_by_id bigint NOT NULL,
    factor_id bigint NOT NULL,
    postmortem_id bigint NOT NULL,
    CONSTRAINT postmortem_factor_ending_whole CHECK ((((accepted_because = ''::text) AND (action_id IS NULL) AND ((ending)::text = ''::text)) OR ((accepted_because = ''::text) AND (action_id IS NOT NULL) AND ((ending)::text = ANY ((ARRAY['action'::character varying, 'unshipped'::character varying])::text[]))) OR ((action_id IS NULL) AND ((ending)::text = 'accepted'::text) AND (NOT (accepted_because = ''::text))))),
    CONSTRAINT postmortems_postmortemfactor_position_check CHECK (("position" >= 0)),
    CONSTRAINT postmortems_postmortemfactor_version_check CHECK ((version >= 0))
);


--
-- Name: postmortems_postmortemfactor_evidence; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_postmortemfactor_evidence (
    id bigint NOT NULL,
    postmortemfactor_id bigint CONSTRAINT postmortems_postmortemfactor_evide_postmortemfactor_id_not_null NOT NULL,
    timelineevent_id bigint NOT NULL
);


--
-- Name: postmortems_postmortemfactor_evidence_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_postmortemfactor_evidence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_postmortemfactor_evidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_postmortemfactor_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_postmortemfactor ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_postmortemfactor_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_postmortemincident; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_postmortemincident (
    id bigint NOT NULL,
    incident_id bigint NOT NULL,
    postmortem_id bigint NOT NULL
);


--
-- Name: postmortems_postmortemincident_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_postmortemincident ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_postmortemincident_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_review; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_review (
    id bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answer character varying(20) NOT NULL,
    answered_at timestamp with time zone,
    asked_by_id bigint NOT NULL,
    postmortem_id bigint NOT NULL,
    reviewer_id bigint NOT NULL,
    CONSTRAINT review_answer_known CHECK (((answer)::text = ANY ((ARRAY['asked'::character varying, 'approved'::character varying, 'changes'::character varying])::text[]))),
    CONSTRAINT review_answered_iff_dated CHECK (((((answer)::text = 'asked'::text) AND (answered_at IS NULL)) OR ((NOT ((answer)::text = 'asked'::text)) AND (answered_at IS NOT NULL))))
);


--
-- Name: postmortems_review_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_review ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_review_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_reviewcomment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_reviewcomment (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    body text NOT NULL,
    resolved_at timestamp with time zone,
    by_id bigint NOT NULL,
    postmortem_id bigint NOT NULL,
    resolved_by_id bigint,
    section_id bigint,
    CONSTRAINT review_comment_said CHECK ((NOT (body = ''::text)))
);


--
-- Name: postmortems_reviewcomment_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_reviewcomment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_reviewcomment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_revision; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_revision (
    id bigint NOT NULL,
    version integer NOT NULL,
    body text NOT NULL,
    began_at timestamp with time zone NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    note character varying(200) NOT NULL,
    by_id bigint NOT NULL,
    section_id bigint NOT NULL,
    CONSTRAINT postmortems_revision_version_check CHECK ((version >= 0))
);


--
-- Name: postmortems_revision_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_revision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_revision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_searchrow; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_searchrow (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    object_id bigint NOT NULL,
    number character varying(30) NOT NULL,
    title character varying(300) NOT NULL,
    facts text NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    severity_level smallint,
    incident_kind character varying(20) NOT NULL,
    service_ids bigint[] NOT NULL,
    tag_ids bigint[] NOT NULL,
    team_ids bigint[] NOT NULL,
    also_incident_ids bigint[] NOT NULL,
    title_vector tsvector GENERATED ALWAYS AS (to_tsvector('english'::regconfig, (((COALESCE(number, ''::character varying))::text || ' '::text) || (COALESCE(title, ''::character varying))::text))) STORED,
    vector tsvector GENERATED ALWAYS AS (((setweight(to_tsvector('english'::regconfig, (((COALESCE(number, ''::character varying))::text || ' '::text) || (COALESCE(title, ''::character varying))::text)), 'A'::"char") || setweight(to_tsvector('english'::regconfig, COALESCE(facts, ''::text)), 'B'::"char")) || setweight(to_tsvector('english'::regconfig, COALESCE(text, ''::text)), 'C'::"char"))) STORED,
    incident_id bigint NOT NULL,
    refreshed_at timestamp with time zone NOT NULL,
    CONSTRAINT postmortems_searchrow_severity_level_check CHECK ((severity_level >= 0)),
    CONSTRAINT search_row_kind_known CHECK (((kind)::text = ANY ((ARRAY['incident'::character varying, 'postmortem'::character varying, 'action'::character varying])::text[])))
);
ALTER TABLE ONLY public.postmortems_searchrow ALTER COLUMN text SET STORAGE EXTERNAL;
ALTER TABLE ONLY public.postmortems_searchrow ALTER COLUMN vector SET STORAGE EXTERNAL;


--
-- Name: postmortems_searchrow_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_searchrow ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_searchrow_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_searchword; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_searchword (
    lexeme text NOT NULL COLLATE pg_catalog."C",
    rows integer NOT NULL,
    spellings text[] NOT NULL,
    CONSTRAINT postmortems_searchword_rows_check CHECK ((rows >= 0))
);


--
-- Name: postmortems_section; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_section (
    id bigint NOT NULL,
    key character varying(60) NOT NULL,
    "position" smallint NOT NULL,
    heading character varying(300) NOT NULL,
    guidance text NOT NULL,
    kind character varying(20) NOT NULL,
    is_required boolean NOT NULL,
    body text NOT NULL,
    body_html text NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    postmortem_id bigint NOT NULL,
    CONSTRAINT postmortems_section_position_check CHECK (("position" >= 0)),
    CONSTRAINT postmortems_section_version_check CHECK ((version >= 0)),
    CONSTRAINT section_kind_known CHECK (((kind)::text = ANY ((ARRAY['prose'::character varying, 'impact'::character varying, 'timeline'::character varying, 'factors'::character varying, 'actions'::character varying, 'column'::character varying])::text[])))
);


--
-- Name: postmortems_section_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_section ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_section_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_sectionstate; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_sectionstate (
    id bigint NOT NULL,
    version integer NOT NULL,
    state bytea NOT NULL,
    section_id bigint NOT NULL,
    CONSTRAINT postmortems_sectionstate_version_check CHECK ((version >= 0))
);


--
-- Name: postmortems_sectionstate_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_sectionstate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_sectionstate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_template; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_template (
    id bigint NOT NULL,
    key character varying(60) NOT NULL,
    name character varying(80) NOT NULL,
    description character varying(300) NOT NULL,
    "position" smallint NOT NULL,
    is_active boolean NOT NULL,
    CONSTRAINT postmortems_template_position_check CHECK (("position" >= 0))
);


--
-- Name: postmortems_template_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_template ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_template_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: postmortems_templatesection; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.postmortems_templatesection (
    id bigint NOT NULL,
    key character varying(60) NOT NULL,
    "position" smallint NOT NULL,
    heading character varying(160) NOT NULL,
    guidance text NOT NULL,
    kind character varying(20) NOT NULL,
    is_required boolean NOT NULL,
    template_id bigint NOT NULL,
    CONSTRAINT postmortems_templatesection_position_check CHECK (("position" >= 0)),
    CONSTRAINT template_section_kind_known CHECK (((kind)::text = ANY ((ARRAY['prose'::character varying, 'impact'::character varying, 'timeline'::character varying, 'factors'::character varying, 'actions'::character varying, 'column'::character varying])::text[])))
);


--
-- Name: postmortems_templatesection_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.postmortems_templatesection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.postmortems_templatesection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_agendaitem; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_agendaitem (
    id bigint NOT NULL,
    topic character varying(40) NOT NULL,
    "position" smallint NOT NULL,
    minutes smallint,
    meeting_id bigint NOT NULL,
    CONSTRAINT agenda_item_minutes_of_a_meeting CHECK (((minutes IS NULL) OR ((minutes >= 1) AND (minutes IS NOT NULL) AND (minutes <= 180)))),
    CONSTRAINT reviews_agendaitem_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT reviews_agendaitem_position_check CHECK (("position" >= 0))
);


--
-- Name: reviews_agendaitem_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_agendaitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_agendaitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_circle; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_circle (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    slug character varying(80) NOT NULL,
    is_active boolean NOT NULL,
    chair_id bigint
);


--
-- Name: reviews_circle_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_circle ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_circle_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_circle_teams; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_circle_teams (
    id bigint NOT NULL,
    circle_id bigint NOT NULL,
    team_id bigint NOT NULL
);


--
-- Name: reviews_circle_teams_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_circle_teams ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_circle_teams_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_closedmonth; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_closedmonth (
    id bigint NOT NULL,
    first_day date NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    knows_pile boolean NOT NULL,
    version smallint NOT NULL,
    facts jsonb NOT NULL,
    circle_id bigint,
    CONSTRAINT closed_month_is_a_month CHECK ((EXTRACT(day FROM first_day) = (1)::numeric)),
    CONSTRAINT reviews_closedmonth_version_check CHECK ((version >= 0))
);


--
-- Name: reviews_closedmonth_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_closedmonth ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_closedmonth_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_lesson; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_lesson (
    id bigint NOT NULL,
    text character varying(500) NOT NULL,
    told_at timestamp with time zone NOT NULL,
    incident_id bigint NOT NULL,
    told_by_id bigint NOT NULL,
    meeting_id bigint,
    CONSTRAINT lesson_said CHECK ((NOT ((text)::text = ''::text)))
);


--
-- Name: reviews_lesson_concerns; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_lesson_concerns (
    id bigint NOT NULL,
    lesson_id bigint NOT NULL,
    team_id bigint NOT NULL
);


--
-- Name: reviews_lesson_concerns_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_lesson_concerns ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_lesson_concerns_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_lesson_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_lesson ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_lesson_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_lessonanswer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_lessonanswer (
    id bigint NOT NULL,
    reason character varying(500) NOT NULL,
    at timestamp with time zone NOT NULL,
    action_id bigint,
    by_id bigint NOT NULL,
    lesson_id bigint NOT NULL,
    team_id bigint NOT NULL,
    CONSTRAINT lesson_answer_is_action_or_reason CHECK ((((action_id IS NOT NULL) AND ((reason)::text = ''::text)) OR ((action_id IS NULL) AND (NOT ((reason)::text = ''::text)))))
);


--
-- Name: reviews_lessonanswer_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_lessonanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_lessonanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_meeting; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_meeting (
    id bigint NOT NULL,
    first_day date NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    topic character varying(40) NOT NULL,
    minutes jsonb,
    chair_id bigint NOT NULL,
    circle_id bigint,
    topic_extra smallint NOT NULL,
    topic_since timestamp with time zone NOT NULL,
    CONSTRAINT meeting_closed_with_minutes CHECK ((((closed_at IS NULL) AND (minutes IS NULL)) OR ((closed_at IS NOT NULL) AND (minutes IS NOT NULL)))),
    CONSTRAINT meeting_of_a_month CHECK ((EXTRACT(day FROM first_day) = (1)::numeric)),
    CONSTRAINT reviews_meeting_topic_extra_check CHECK ((topic_extra >= 0))
);


--
-- Name: reviews_meeting_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_meeting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_meeting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_meeting_teams; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_meeting_teams (
    id bigint NOT NULL,
    meeting_id bigint NOT NULL,
    team_id bigint NOT NULL
);


--
-- Name: reviews_meeting_teams_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_meeting_teams ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_meeting_teams_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_monthfigure; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_monthfigure (
    id bigint NOT NULL,
    key character varying(30) NOT NULL,
    of_month date NOT NULL,
    also bigint[] NOT NULL,
    numerator integer NOT NULL,
    denominator integer NOT NULL,
    closed_id bigint NOT NULL,
    incident_id bigint NOT NULL
);


--
-- Name: reviews_monthfigure_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_monthfigure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_monthfigure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_monthsum; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_monthsum (
    id bigint NOT NULL,
    key character varying(30) NOT NULL,
    of_month date NOT NULL,
    days integer,
    numerator bigint NOT NULL,
    denominator bigint NOT NULL,
    rows integer NOT NULL,
    closed_id bigint NOT NULL,
    CONSTRAINT reviews_monthsum_rows_check CHECK ((rows >= 0))
);


--
-- Name: reviews_monthsum_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_monthsum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_monthsum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_monthwaiting; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_monthwaiting (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    also bigint[] NOT NULL,
    number bigint NOT NULL,
    title character varying(300) NOT NULL,
    due_on date,
    closed_id bigint NOT NULL,
    incident_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT month_waiting_kind_known CHECK (((kind)::text = ANY ((ARRAY['offer'::character varying, 'review'::character varying, 'action'::character varying, 'verdict'::character varying, 'draft'::character varying])::text[]))),
    CONSTRAINT reviews_monthwaiting_number_check CHECK ((number >= 0))
);


--
-- Name: reviews_monthwaiting_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_monthwaiting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_monthwaiting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_present; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_present (
    id bigint NOT NULL,
    meeting_id bigint NOT NULL,
    person_id bigint NOT NULL
);


--
-- Name: reviews_present_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_present ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_present_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_reading; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_reading (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    meeting_id bigint NOT NULL,
    postmortem_id bigint NOT NULL,
    CONSTRAINT reviews_reading_position_check CHECK (("position" >= 0))
);


--
-- Name: reviews_reading_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_reading ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_reading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_readingpolicy; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_readingpolicy (
    id bigint NOT NULL,
    noted_since timestamp with time zone,
    CONSTRAINT reading_policy_one_row CHECK ((id = 1))
);


--
-- Name: reviews_readingpolicy_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_readingpolicy ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_readingpolicy_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_reviewfeed; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_reviewfeed (
    id bigint NOT NULL,
    secret_hash character varying(64) NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);


--
-- Name: reviews_reviewfeed_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_reviewfeed ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_reviewfeed_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_stilltrue; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_stilltrue (
    id bigint NOT NULL,
    answer character varying(10) NOT NULL,
    word character varying(300) NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint NOT NULL,
    postmortem_id bigint NOT NULL,
    CONSTRAINT still_true_answer_known CHECK (((answer)::text = ANY ((ARRAY['yes'::character varying, 'no'::character varying, 'changed'::character varying])::text[]))),
    CONSTRAINT still_true_no_has_a_word CHECK ((((answer)::text = 'yes'::text) OR (NOT ((word)::text = ''::text))))
);


--
-- Name: reviews_stilltrue_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_stilltrue ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_stilltrue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_story; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_story (
    id bigint NOT NULL,
    first_day date NOT NULL,
    text text NOT NULL,
    is_off_record boolean NOT NULL,
    offered_at timestamp with time zone NOT NULL,
    circle_id bigint,
    teller_id bigint NOT NULL,
    CONSTRAINT story_of_a_month CHECK ((EXTRACT(day FROM first_day) = (1)::numeric)),
    CONSTRAINT story_said CHECK ((NOT (text = ''::text)))
);


--
-- Name: reviews_story_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_story ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_story_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: reviews_teamreading; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.reviews_teamreading (
    id bigint NOT NULL,
    first_day date NOT NULL,
    postmortem_id bigint NOT NULL,
    team_id bigint NOT NULL,
    CONSTRAINT team_reading_of_a_month CHECK ((EXTRACT(day FROM first_day) = (1)::numeric))
);


--
-- Name: reviews_teamreading_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.reviews_teamreading ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reviews_teamreading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Data for Name: account_emailaddress; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: account_emailconfirmation; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: actions_action; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: actions_actionevent; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: actions_calendarfeed; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: actions_handover; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: actions_itemsfilehead; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: actions_linkpolicy; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: actions_linkuse; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: actions_nudge; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: actions_nudgepace; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.actions_nudgepace VALUES (1, 'critical', 5, 1, 3, 7, 7, 7, 3);
INSERT INTO public.actions_nudgepace VALUES (2, 'high', 3, 1, 7, 7, 14, 14, 7);
INSERT INTO public.actions_nudgepace VALUES (3, 'medium', 3, 1, 7, 14, 21, 21, 14);
INSERT INTO public.actions_nudgepace VALUES (4, 'low', 2, 1, 14, 28, 42, 42, 28);


--
-- Data for Name: actions_trackerconnection; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: actions_trackerevent; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: actions_trackerlink; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: actions_verificationpace; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.actions_verificationpace VALUES (1, 'prevent', 8);
INSERT INTO public.actions_verificationpace VALUES (2, 'detect', 4);
INSERT INTO public.actions_verificationpace VALUES (3, 'mitigate', 8);
INSERT INTO public.actions_verificationpace VALUES (4, 'recover', 8);
INSERT INTO public.actions_verificationpace VALUES (5, 'learn', 12);
INSERT INTO public.actions_verificationpace VALUES (6, '', 8);


--
-- Data for Name: auth_group; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: auth_group_permissions; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: auth_permission; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.auth_permission VALUES (1, 'Can add circle', 1, 'add_circle');
INSERT INTO public.auth_permission VALUES (2, 'Can change circle', 1, 'change_circle');
INSERT INTO public.auth_permission VALUES (3, 'Can delete circle', 1, 'delete_circle');
INSERT INTO public.auth_permission VALUES (4, 'Can view circle', 1, 'view_circle');
INSERT INTO public.auth_permission VALUES (5, 'Can add closed month', 2, 'add_closedmonth');
INSERT INTO public.auth_permission VALUES (6, 'Can change closed month', 2, 'change_closedmonth');
INSERT INTO public.auth_permission VALUES (7, 'Can delete closed month', 2, 'delete_closedmonth');
INSERT INTO public.auth_permission VALUES (8, 'Can view closed month', 2, 'view_closedmonth');
INSERT INTO public.auth_permission VALUES (9, 'Can add month figure', 3, 'add_monthfigure');
INSERT INTO public.auth_permission VALUES (10, 'Can change month figure', 3, 'change_monthfigure');
INSERT INTO public.auth_permission VALUES (11, 'Can delete month figure', 3, 'delete_monthfigure');
INSERT INTO public.auth_permission VALUES (12, 'Can view month figure', 3, 'view_monthfigure');
INSERT INTO public.auth_permission VALUES (13, 'Can add lesson', 4, 'add_lesson');
INSERT INTO public.auth_permission VALUES (14, 'Can change lesson', 4, 'change_lesson');
INSERT INTO public.auth_permission VALUES (15, 'Can delete lesson', 4, 'delete_lesson');
INSERT INTO public.auth_permission VALUES (16, 'Can view lesson', 4, 'view_lesson');
INSERT INTO public.auth_permission VALUES (17, 'Can add lesson answer', 5, 'add_lessonanswer');
INSERT INTO public.auth_permission VALUES (18, 'Can change lesson answer', 5, 'change_lessonanswer');
INSERT INTO public.auth_permission VALUES (19, 'Can delete lesson answer', 5, 'delete_lessonanswer');
INSERT INTO public.auth_permission VALUES (20, 'Can view lesson answer', 5, 'view_lessonanswer');
INSERT INTO public.auth_permission VALUES (21, 'Can add meeting', 6, 'add_meeting');
INSERT INTO public.auth_permission VALUES (22, 'Can change meeting', 6, 'change_meeting');
INSERT INTO public.auth_permission VALUES (23, 'Can delete meeting', 6, 'delete_meeting');
INSERT INTO public.auth_permission VALUES (24, 'Can view meeting', 6, 'view_meeting');
INSERT INTO public.auth_permission VALUES (25, 'Can add present', 7, 'add_present');
INSERT INTO public.auth_permission VALUES (26, 'Can change present', 7, 'change_present');
INSERT INTO public.auth_permission VALUES (27, 'Can delete present', 7, 'delete_present');
INSERT INTO public.auth_permission VALUES (28, 'Can view present', 7, 'view_present');
INSERT INTO public.auth_permission VALUES (29, 'Can add reading', 8, 'add_reading');
INSERT INTO public.auth_permission VALUES (30, 'Can change reading', 8, 'change_reading');
INSERT INTO public.auth_permission VALUES (31, 'Can delete reading', 8, 'delete_reading');
INSERT INTO public.auth_permission VALUES (32, 'Can view reading', 8, 'view_reading');
INSERT INTO public.auth_permission VALUES (33, 'Can add review feed', 9, 'add_reviewfeed');
INSERT INTO public.auth_permission VALUES (34, 'Can change review feed', 9, 'change_reviewfeed');
INSERT INTO public.auth_permission VALUES (35, 'Can delete review feed', 9, 'delete_reviewfeed');
INSERT INTO public.auth_permission VALUES (36, 'Can view review feed', 9, 'view_reviewfeed');
INSERT INTO public.auth_permission VALUES (37, 'Can add still true', 10, 'add_stilltrue');
INSERT INTO public.auth_permission VALUES (38, 'Can change still true', 10, 'change_stilltrue');
INSERT INTO public.auth_permission VALUES (39, 'Can delete still true', 10, 'delete_stilltrue');
INSERT INTO public.auth_permission VALUES (40, 'Can view still true', 10, 'view_stilltrue');
INSERT INTO public.auth_permission VALUES (41, 'Can add agenda item', 11, 'add_agendaitem');
INSERT INTO public.auth_permission VALUES (42, 'Can change agenda item', 11, 'change_agendaitem');
INSERT INTO public.auth_permission VALUES (43, 'Can delete agenda item', 11, 'delete_agendaitem');
INSERT INTO public.auth_permission VALUES (44, 'Can view agenda item', 11, 'view_agendaitem');
INSERT INTO public.auth_permission VALUES (45, 'Can add story', 12, 'add_story');
INSERT INTO public.auth_permission VALUES (46, 'Can change story', 12, 'change_story');
INSERT INTO public.auth_permission VALUES (47, 'Can delete story', 12, 'delete_story');
INSERT INTO public.auth_permission VALUES (48, 'Can view story', 12, 'view_story');
INSERT INTO public.auth_permission VALUES (49, 'Can add month sum', 13, 'add_monthsum');
INSERT INTO public.auth_permission VALUES (50, 'Can change month sum', 13, 'change_monthsum');
INSERT INTO public.auth_permission VALUES (51, 'Can delete month sum', 13, 'delete_monthsum');
INSERT INTO public.auth_permission VALUES (52, 'Can view month sum', 13, 'view_monthsum');
INSERT INTO public.auth_permission VALUES (53, 'Can add reading policy', 14, 'add_readingpolicy');
INSERT INTO public.auth_permission VALUES (54, 'Can change reading policy', 14, 'change_readingpolicy');
INSERT INTO public.auth_permission VALUES (55, 'Can delete reading policy', 14, 'delete_readingpolicy');
INSERT INTO public.auth_permission VALUES (56, 'Can view reading policy', 14, 'view_readingpolicy');
INSERT INTO public.auth_permission VALUES (57, 'Can add team reading', 15, 'add_teamreading');
INSERT INTO public.auth_permission VALUES (58, 'Can change team reading', 15, 'change_teamreading');
INSERT INTO public.auth_permission VALUES (59, 'Can delete team reading', 15, 'delete_teamreading');
INSERT INTO public.auth_permission VALUES (60, 'Can view team reading', 15, 'view_teamreading');
INSERT INTO public.auth_permission VALUES (61, 'Can add month waiting', 16, 'add_monthwaiting');
INSERT INTO public.auth_permission VALUES (62, 'Can change month waiting', 16, 'change_monthwaiting');
INSERT INTO public.auth_permission VALUES (63, 'Can delete month waiting', 16, 'delete_monthwaiting');
INSERT INTO public.auth_permission VALUES (64, 'Can view month waiting', 16, 'view_monthwaiting');
INSERT INTO public.auth_permission VALUES (65, 'Can add postmortem', 17, 'add_postmortem');
INSERT INTO public.auth_permission VALUES (66, 'Can change postmortem', 17, 'change_postmortem');
INSERT INTO public.auth_permission VALUES (67, 'Can delete postmortem', 17, 'delete_postmortem');
INSERT INTO public.auth_permission VALUES (68, 'Can view postmortem', 17, 'view_postmortem');
INSERT INTO public.auth_permission VALUES (69, 'Can add postmortem incident', 18, 'add_postmortemincident');
INSERT INTO public.auth_permission VALUES (70, 'Can change postmortem incident', 18, 'change_postmortemincident');
INSERT INTO public.auth_permission VALUES (71, 'Can delete postmortem incident', 18, 'delete_postmortemincident');
INSERT INTO public.auth_permission VALUES (72, 'Can view postmortem incident', 18, 'view_postmortemincident');
INSERT INTO public.auth_permission VALUES (73, 'Can add review', 19, 'add_review');
INSERT INTO public.auth_permission VALUES (74, 'Can change review', 19, 'change_review');
INSERT INTO public.auth_permission VALUES (75, 'Can delete review', 19, 'delete_review');
INSERT INTO public.auth_permission VALUES (76, 'Can view review', 19, 'view_review');
INSERT INTO public.auth_permission VALUES (77, 'Can add search row', 20, 'add_searchrow');
INSERT INTO public.auth_permission VALUES (78, 'Can change search row', 20, 'change_searchrow');
INSERT INTO public.auth_permission VALUES (79, 'Can delete search row', 20, 'delete_searchrow');
INSERT INTO public.auth_permission VALUES (80, 'Can view search row', 20, 'view_searchrow');
INSERT INTO public.auth_permission VALUES (81, 'Can add section', 21, 'add_section');
INSERT INTO public.auth_permission VALUES (82, 'Can change section', 21, 'change_section');
INSERT INTO public.auth_permission VALUES (83, 'Can delete section', 21, 'delete_section');
INSERT INTO public.auth_permission VALUES (84, 'Can view section', 21, 'view_section');
INSERT INTO public.auth_permission VALUES (85, 'Can add revision', 22, 'add_revision');
INSERT INTO public.auth_permission VALUES (86, 'Can change revision', 22, 'change_revision');
INSERT INTO public.auth_permission VALUES (87, 'Can delete revision', 22, 'delete_revision');
INSERT INTO public.auth_permission VALUES (88, 'Can view revision', 22, 'view_revision');
INSERT INTO public.auth_permission VALUES (89, 'Can add review comment', 23, 'add_reviewcomment');
INSERT INTO public.auth_permission VALUES (90, 'Can change review comment', 23, 'change_reviewcomment');
INSERT INTO public.auth_permission VALUES (91, 'Can delete review comment', 23, 'delete_reviewcomment');
INSERT INTO public.auth_permission VALUES (92, 'Can view review comment', 23, 'view_reviewcomment');
INSERT INTO public.auth_permission VALUES (93, 'Can add template', 24, 'add_template');
INSERT INTO public.auth_permission VALUES (94, 'Can change template', 24, 'change_template');
INSERT INTO public.auth_permission VALUES (95, 'Can delete template', 24, 'delete_template');
INSERT INTO public.auth_permission VALUES (96, 'Can view template', 24, 'view_template');
INSERT INTO public.auth_permission VALUES (97, 'Can add template section', 25, 'add_templatesection');
INSERT INTO public.auth_permission VALUES (98, 'Can change template section', 25, 'change_templatesection');
INSERT INTO public.auth_permission VALUES (99, 'Can delete template section', 25, 'delete_templatesection');
INSERT INTO public.auth_permission VALUES (100, 'Can view template section', 25, 'view_templatesection');
INSERT INTO public.auth_permission VALUES (101, 'Can add edition', 26, 'add_edition');
INSERT INTO public.auth_permission VALUES (102, 'Can change edition', 26, 'change_edition');
INSERT INTO public.auth_permission VALUES (103, 'Can delete edition', 26, 'delete_edition');
INSERT INTO public.auth_permission VALUES (104, 'Can view edition', 26, 'view_edition');
INSERT INTO public.auth_permission VALUES (105, 'Can add postmortem event', 27, 'add_postmortemevent');
INSERT INTO public.auth_permission VALUES (106, 'Can change postmortem event', 27, 'change_postmortemevent');
INSERT INTO public.auth_permission VALUES (107, 'Can delete postmortem event', 27, 'delete_postmortemevent');
INSERT INTO public.auth_permission VALUES (108, 'Can view postmortem event', 27, 'view_postmortemevent');
INSERT INTO public.auth_permission VALUES (109, 'Can add section state', 28, 'add_sectionstate');
INSERT INTO public.auth_permission VALUES (110, 'Can change section state', 28, 'change_sectionstate');
INSERT INTO public.auth_permission VALUES (111, 'Can delete section state', 28, 'delete_sectionstate');
INSERT INTO public.auth_permission VALUES (112, 'Can view section state', 28, 'view_sectionstate');
INSERT INTO public.auth_permission VALUES (113, 'Can add search word', 29, 'add_searchword');
INSERT INTO public.auth_permission VALUES (114, 'Can change search word', 29, 'change_searchword');
INSERT INTO public.auth_permission VALUES (115, 'Can delete search word', 29, 'delete_searchword');
INSERT INTO public.auth_permission VALUES (116, 'Can view search word', 29, 'view_searchword');
INSERT INTO public.auth_permission VALUES (117, 'Can add import batch', 30, 'add_importbatch');
INSERT INTO public.auth_permission VALUES (118, 'Can change import batch', 30, 'change_importbatch');
INSERT INTO public.auth_permission VALUES (119, 'Can delete import batch', 30, 'delete_importbatch');
INSERT INTO public.auth_permission VALUES (120, 'Can view import batch', 30, 'view_importbatch');
INSERT INTO public.auth_permission VALUES (121, 'Can add import file', 31, 'add_importfile');
INSERT INTO public.auth_permission VALUES (122, 'Can change import file', 31, 'change_importfile');
INSERT INTO public.auth_permission VALUES (123, 'Can delete import file', 31, 'delete_importfile');
INSERT INTO public.auth_permission VALUES (124, 'Can view import file', 31, 'view_importfile');
INSERT INTO public.auth_permission VALUES (125, 'Can add factor', 32, 'add_factor');
INSERT INTO public.auth_permission VALUES (126, 'Can change factor', 32, 'change_factor');
INSERT INTO public.auth_permission VALUES (127, 'Can delete factor', 32, 'delete_factor');
INSERT INTO public.auth_permission VALUES (128, 'Can view factor', 32, 'view_factor');
INSERT INTO public.auth_permission VALUES (129, 'Can add factor link', 33, 'add_factorlink');
INSERT INTO public.auth_permission VALUES (130, 'Can change factor link', 33, 'change_factorlink');
INSERT INTO public.auth_permission VALUES (131, 'Can delete factor link', 33, 'delete_factorlink');
INSERT INTO public.auth_permission VALUES (132, 'Can view factor link', 33, 'view_factorlink');
INSERT INTO public.auth_permission VALUES (133, 'Can add postmortem factor', 34, 'add_postmortemfactor');
INSERT INTO public.auth_permission VALUES (134, 'Can change postmortem factor', 34, 'change_postmortemfactor');
INSERT INTO public.auth_permission VALUES (135, 'Can delete postmortem factor', 34, 'delete_postmortemfactor');
INSERT INTO public.auth_permission VALUES (136, 'Can view postmortem factor', 34, 'view_postmortemfactor');
INSERT INTO public.auth_permission VALUES (137, 'Can add action', 35, 'add_action');
INSERT INTO public.auth_permission VALUES (138, 'Can change action', 35, 'change_action');
INSERT INTO public.auth_permission VALUES (139, 'Can delete action', 35, 'delete_action');
INSERT INTO public.auth_permission VALUES (140, 'Can view action', 35, 'view_action');
INSERT INTO public.auth_permission VALUES (141, 'Can add action event', 36, 'add_actionevent');
INSERT INTO public.auth_permission VALUES (142, 'Can change action event', 36, 'change_actionevent');
INSERT INTO public.auth_permission VALUES (143, 'Can delete action event', 36, 'delete_actionevent');
INSERT INTO public.auth_permission VALUES (144, 'Can view action event', 36, 'view_actionevent');
INSERT INTO public.auth_permission VALUES (145, 'Can add nudge', 37, 'add_nudge');
INSERT INTO public.auth_permission VALUES (146, 'Can change nudge', 37, 'change_nudge');
INSERT INTO public.auth_permission VALUES (147, 'Can delete nudge', 37, 'delete_nudge');
INSERT INTO public.auth_permission VALUES (148, 'Can view nudge', 37, 'view_nudge');
INSERT INTO public.auth_permission VALUES (149, 'Can add items file head', 38, 'add_itemsfilehead');
INSERT INTO public.auth_permission VALUES (150, 'Can change items file head', 38, 'change_itemsfilehead');
INSERT INTO public.auth_permission VALUES (151, 'Can delete items file head', 38, 'delete_itemsfilehead');
INSERT INTO public.auth_permission VALUES (152, 'Can view items file head', 38, 'view_itemsfilehead');
INSERT INTO public.auth_permission VALUES (153, 'Can add hand over', 39, 'add_handover');
INSERT INTO public.auth_permission VALUES (154, 'Can change hand over', 39, 'change_handover');
INSERT INTO public.auth_permission VALUES (155, 'Can delete hand over', 39, 'delete_handover');
INSERT INTO public.auth_permission VALUES (156, 'Can view hand over', 39, 'view_handover');
INSERT INTO public.auth_permission VALUES (157, 'Can add link policy', 40, 'add_linkpolicy');
INSERT INTO public.auth_permission VALUES (158, 'Can change link policy', 40, 'change_linkpolicy');
INSERT INTO public.auth_permission VALUES (159, 'Can delete link policy', 40, 'delete_linkpolicy');
INSERT INTO public.auth_permission VALUES (160, 'Can view link policy', 40, 'view_linkpolicy');
INSERT INTO public.auth_permission VALUES (161, 'Can add link use', 41, 'add_linkuse');
INSERT INTO public.auth_permission VALUES (162, 'Can change link use', 41, 'change_linkuse');
INSERT INTO public.auth_permission VALUES (163, 'Can delete link use', 41, 'delete_linkuse');
INSERT INTO public.auth_permission VALUES (164, 'Can view link use', 41, 'view_linkuse');
INSERT INTO public.auth_permission VALUES (165, 'Can add calendar feed', 42, 'add_calendarfeed');
INSERT INTO public.auth_permission VALUES (166, 'Can change calendar feed', 42, 'change_calendarfeed');
INSERT INTO public.auth_permission VALUES (167, 'Can delete calendar feed', 42, 'delete_calendarfeed');
INSERT INTO public.auth_permission VALUES (168, 'Can view calendar feed', 42, 'view_calendarfeed');
INSERT INTO public.auth_permission VALUES (169, 'Can add tracker connection', 43, 'add_trackerconnection');
INSERT INTO public.auth_permission VALUES (170, 'Can change tracker connection', 43, 'change_trackerconnection');
INSERT INTO public.auth_permission VALUES (171, 'Can delete tracker connection', 43, 'delete_trackerconnection');
INSERT INTO public.auth_permission VALUES (172, 'Can view tracker connection', 43, 'view_trackerconnection');
INSERT INTO public.auth_permission VALUES (173, 'Can add tracker event', 44, 'add_trackerevent');
INSERT INTO public.auth_permission VALUES (174, 'Can change tracker event', 44, 'change_trackerevent');
INSERT INTO public.auth_permission VALUES (175, 'Can delete tracker event', 44, 'delete_trackerevent');
INSERT INTO public.auth_permission VALUES (176, 'Can view tracker event', 44, 'view_trackerevent');
INSERT INTO public.auth_permission VALUES (177, 'Can add tracker link', 45, 'add_trackerlink');
INSERT INTO public.auth_permission VALUES (178, 'Can change tracker link', 45, 'change_trackerlink');
INSERT INTO public.auth_permission VALUES (179, 'Can delete tracker link', 45, 'delete_trackerlink');
INSERT INTO public.auth_permission VALUES (180, 'Can view tracker link', 45, 'view_trackerlink');
INSERT INTO public.auth_permission VALUES (181, 'Can add nudge pace', 46, 'add_nudgepace');
INSERT INTO public.auth_permission VALUES (182, 'Can change nudge pace', 46, 'change_nudgepace');
INSERT INTO public.auth_permission VALUES (183, 'Can delete nudge pace', 46, 'delete_nudgepace');
INSERT INTO public.auth_permission VALUES (184, 'Can view nudge pace', 46, 'view_nudgepace');
INSERT INTO public.auth_permission VALUES (185, 'Can add verification pace', 47, 'add_verificationpace');
INSERT INTO public.auth_permission VALUES (186, 'Can change verification pace', 47, 'change_verificationpace');
INSERT INTO public.auth_permission VALUES (187, 'Can delete verification pace', 47, 'delete_verificationpace');
INSERT INTO public.auth_permission VALUES (188, 'Can view verification pace', 47, 'view_verificationpace');
INSERT INTO public.auth_permission VALUES (189, 'Can add incident', 48, 'add_incident');
INSERT INTO public.auth_permission VALUES (190, 'Can change incident', 48, 'change_incident');
INSERT INTO public.auth_permission VALUES (191, 'Can delete incident', 48, 'delete_incident');
INSERT INTO public.auth_permission VALUES (192, 'Can view incident', 48, 'view_incident');
INSERT INTO public.auth_permission VALUES (193, 'Can add incident access', 49, 'add_incidentaccess');
INSERT INTO public.auth_permission VALUES (194, 'Can change incident access', 49, 'change_incidentaccess');
INSERT INTO public.auth_permission VALUES (195, 'Can delete incident access', 49, 'delete_incidentaccess');
INSERT INTO public.auth_permission VALUES (196, 'Can view incident access', 49, 'view_incidentaccess');
INSERT INTO public.auth_permission VALUES (197, 'Can add incident history', 50, 'add_incidenthistory');
INSERT INTO public.auth_permission VALUES (198, 'Can change incident history', 50, 'change_incidenthistory');
INSERT INTO public.auth_permission VALUES (199, 'Can delete incident history', 50, 'delete_incidenthistory');
INSERT INTO public.auth_permission VALUES (200, 'Can view incident history', 50, 'view_incidenthistory');
INSERT INTO public.auth_permission VALUES (201, 'Can add incident link', 51, 'add_incidentlink');
INSERT INTO public.auth_permission VALUES (202, 'Can change incident link', 51, 'change_incidentlink');
INSERT INTO public.auth_permission VALUES (203, 'Can delete incident link', 51, 'delete_incidentlink');
INSERT INTO public.auth_permission VALUES (204, 'Can view incident link', 51, 'view_incidentlink');
INSERT INTO public.auth_permission VALUES (205, 'Can add service', 52, 'add_service');
INSERT INTO public.auth_permission VALUES (206, 'Can change service', 52, 'change_service');
INSERT INTO public.auth_permission VALUES (207, 'Can delete service', 52, 'delete_service');
INSERT INTO public.auth_permission VALUES (208, 'Can view service', 52, 'view_service');
INSERT INTO public.auth_permission VALUES (209, 'Can add severity', 53, 'add_severity');
INSERT INTO public.auth_permission VALUES (210, 'Can change severity', 53, 'change_severity');
INSERT INTO public.auth_permission VALUES (211, 'Can delete severity', 53, 'delete_severity');
INSERT INTO public.auth_permission VALUES (212, 'Can view severity', 53, 'view_severity');
INSERT INTO public.auth_permission VALUES (213, 'Can add tag', 54, 'add_tag');
INSERT INTO public.auth_permission VALUES (214, 'Can change tag', 54, 'change_tag');
INSERT INTO public.auth_permission VALUES (215, 'Can delete tag', 54, 'delete_tag');
INSERT INTO public.auth_permission VALUES (216, 'Can view tag', 54, 'view_tag');
INSERT INTO public.auth_permission VALUES (217, 'Can add timeline event', 55, 'add_timelineevent');
INSERT INTO public.auth_permission VALUES (218, 'Can change timeline event', 55, 'change_timelineevent');
INSERT INTO public.auth_permission VALUES (219, 'Can delete timeline event', 55, 'delete_timelineevent');
INSERT INTO public.auth_permission VALUES (220, 'Can view timeline event', 55, 'view_timelineevent');
INSERT INTO public.auth_permission VALUES (221, 'Can add impact', 56, 'add_impact');
INSERT INTO public.auth_permission VALUES (222, 'Can change impact', 56, 'change_impact');
INSERT INTO public.auth_permission VALUES (223, 'Can delete impact', 56, 'delete_impact');
INSERT INTO public.auth_permission VALUES (224, 'Can view impact', 56, 'view_impact');
INSERT INTO public.auth_permission VALUES (225, 'Can add lens stamp', 57, 'add_lensstamp');
INSERT INTO public.auth_permission VALUES (226, 'Can change lens stamp', 57, 'change_lensstamp');
INSERT INTO public.auth_permission VALUES (227, 'Can delete lens stamp', 57, 'delete_lensstamp');
INSERT INTO public.auth_permission VALUES (228, 'Can view lens stamp', 57, 'view_lensstamp');
INSERT INTO public.auth_permission VALUES (229, 'Can add lens rule', 58, 'add_lensrule');
INSERT INTO public.auth_permission VALUES (230, 'Can change lens rule', 58, 'change_lensrule');
INSERT INTO public.auth_permission VALUES (231, 'Can delete lens rule', 58, 'delete_lensrule');
INSERT INTO public.auth_permission VALUES (232, 'Can view lens rule', 58, 'view_lensrule');
INSERT INTO public.auth_permission VALUES (233, 'Can add lens word', 59, 'add_lensword');
INSERT INTO public.auth_permission VALUES (234, 'Can change lens word', 59, 'change_lensword');
INSERT INTO public.auth_permission VALUES (235, 'Can delete lens word', 59, 'delete_lensword');
INSERT INTO public.auth_permission VALUES (236, 'Can view lens word', 59, 'view_lensword');
INSERT INTO public.auth_permission VALUES (237, 'Can add lens answer', 60, 'add_lensanswer');
INSERT INTO public.auth_permission VALUES (238, 'Can change lens answer', 60, 'change_lensanswer');
INSERT INTO public.auth_permission VALUES (239, 'Can delete lens answer', 60, 'delete_lensanswer');
INSERT INTO public.auth_permission VALUES (240, 'Can view lens answer', 60, 'view_lensanswer');
INSERT INTO public.auth_permission VALUES (241, 'Can add repeat', 61, 'add_repeat');
INSERT INTO public.auth_permission VALUES (242, 'Can change repeat', 61, 'change_repeat');
INSERT INTO public.auth_permission VALUES (243, 'Can delete repeat', 61, 'delete_repeat');
INSERT INTO public.auth_permission VALUES (244, 'Can view repeat', 61, 'view_repeat');
INSERT INTO public.auth_permission VALUES (245, 'Can add touched service', 62, 'add_touchedservice');
INSERT INTO public.auth_permission VALUES (246, 'Can change touched service', 62, 'change_touchedservice');
INSERT INTO public.auth_permission VALUES (247, 'Can delete touched service', 62, 'delete_touchedservice');
INSERT INTO public.auth_permission VALUES (248, 'Can view touched service', 62, 'view_touchedservice');
INSERT INTO public.auth_permission VALUES (249, 'Can add touched tag', 63, 'add_touchedtag');
INSERT INTO public.auth_permission VALUES (250, 'Can change touched tag', 63, 'change_touchedtag');
INSERT INTO public.auth_permission VALUES (251, 'Can delete touched tag', 63, 'delete_touchedtag');
INSERT INTO public.auth_permission VALUES (252, 'Can view touched tag', 63, 'view_touchedtag');
INSERT INTO public.auth_permission VALUES (253, 'Can add touched team', 64, 'add_touchedteam');
INSERT INTO public.auth_permission VALUES (254, 'Can change touched team', 64, 'change_touchedteam');
INSERT INTO public.auth_permission VALUES (255, 'Can delete touched team', 64, 'delete_touchedteam');
INSERT INTO public.auth_permission VALUES (256, 'Can view touched team', 64, 'view_touchedteam');
INSERT INTO public.auth_permission VALUES (257, 'Can add message', 65, 'add_message');
INSERT INTO public.auth_permission VALUES (258, 'Can change message', 65, 'change_message');
INSERT INTO public.auth_permission VALUES (259, 'Can delete message', 65, 'delete_message');
INSERT INTO public.auth_permission VALUES (260, 'Can view message', 65, 'view_message');
INSERT INTO public.auth_permission VALUES (261, 'Can add user', 66, 'add_user');
INSERT INTO public.auth_permission VALUES (262, 'Can change user', 66, 'change_user');
INSERT INTO public.auth_permission VALUES (263, 'Can delete user', 66, 'delete_user');
INSERT INTO public.auth_permission VALUES (264, 'Can view user', 66, 'view_user');
INSERT INTO public.auth_permission VALUES (265, 'Can add agreement', 67, 'add_agreement');
INSERT INTO public.auth_permission VALUES (266, 'Can change agreement', 67, 'change_agreement');
INSERT INTO public.auth_permission VALUES (267, 'Can delete agreement', 67, 'delete_agreement');
INSERT INTO public.auth_permission VALUES (268, 'Can view agreement', 67, 'view_agreement');
INSERT INTO public.auth_permission VALUES (269, 'Can add membership', 68, 'add_membership');
INSERT INTO public.auth_permission VALUES (270, 'Can change membership', 68, 'change_membership');
INSERT INTO public.auth_permission VALUES (271, 'Can delete membership', 68, 'delete_membership');
INSERT INTO public.auth_permission VALUES (272, 'Can view membership', 68, 'view_membership');
INSERT INTO public.auth_permission VALUES (273, 'Can add team', 69, 'add_team');
INSERT INTO public.auth_permission VALUES (274, 'Can change team', 69, 'change_team');
INSERT INTO public.auth_permission VALUES (275, 'Can delete team', 69, 'delete_team');
INSERT INTO public.auth_permission VALUES (276, 'Can view team', 69, 'view_team');
INSERT INTO public.auth_permission VALUES (277, 'Can add invitation', 70, 'add_invitation');
INSERT INTO public.auth_permission VALUES (278, 'Can change invitation', 70, 'change_invitation');
INSERT INTO public.auth_permission VALUES (279, 'Can delete invitation', 70, 'delete_invitation');
INSERT INTO public.auth_permission VALUES (280, 'Can view invitation', 70, 'view_invitation');
INSERT INTO public.auth_permission VALUES (281, 'Can add audit entry', 71, 'add_auditentry');
INSERT INTO public.auth_permission VALUES (282, 'Can change audit entry', 71, 'change_auditentry');
INSERT INTO public.auth_permission VALUES (283, 'Can delete audit entry', 71, 'delete_auditentry');
INSERT INTO public.auth_permission VALUES (284, 'Can view audit entry', 71, 'view_auditentry');
INSERT INTO public.auth_permission VALUES (285, 'Can add absence', 72, 'add_absence');
INSERT INTO public.auth_permission VALUES (286, 'Can change absence', 72, 'change_absence');
INSERT INTO public.auth_permission VALUES (287, 'Can delete absence', 72, 'delete_absence');
INSERT INTO public.auth_permission VALUES (288, 'Can view absence', 72, 'view_absence');
INSERT INTO public.auth_permission VALUES (289, 'Can add team departure', 73, 'add_teamdeparture');
INSERT INTO public.auth_permission VALUES (290, 'Can change team departure', 73, 'change_teamdeparture');
INSERT INTO public.auth_permission VALUES (291, 'Can delete team departure', 73, 'delete_teamdeparture');
INSERT INTO public.auth_permission VALUES (292, 'Can view team departure', 73, 'view_teamdeparture');
INSERT INTO public.auth_permission VALUES (293, 'Can add work calendar', 74, 'add_workcalendar');
INSERT INTO public.auth_permission VALUES (294, 'Can change work calendar', 74, 'change_workcalendar');
INSERT INTO public.auth_permission VALUES (295, 'Can delete work calendar', 74, 'delete_workcalendar');
INSERT INTO public.auth_permission VALUES (296, 'Can view work calendar', 74, 'view_workcalendar');
INSERT INTO public.auth_permission VALUES (297, 'Can add room', 75, 'add_room');
INSERT INTO public.auth_permission VALUES (298, 'Can change room', 75, 'change_room');
INSERT INTO public.auth_permission VALUES (299, 'Can delete room', 75, 'delete_room');
INSERT INTO public.auth_permission VALUES (300, 'Can view room', 75, 'view_room');
INSERT INTO public.auth_permission VALUES (301, 'Can add snapshot', 76, 'add_snapshot');
INSERT INTO public.auth_permission VALUES (302, 'Can change snapshot', 76, 'change_snapshot');
INSERT INTO public.auth_permission VALUES (303, 'Can delete snapshot', 76, 'delete_snapshot');
INSERT INTO public.auth_permission VALUES (304, 'Can view snapshot', 76, 'view_snapshot');
INSERT INTO public.auth_permission VALUES (305, 'Can add update', 77, 'add_update');
INSERT INTO public.auth_permission VALUES (306, 'Can change update', 77, 'change_update');
INSERT INTO public.auth_permission VALUES (307, 'Can delete update', 77, 'delete_update');
INSERT INTO public.auth_permission VALUES (308, 'Can view update', 77, 'view_update');
INSERT INTO public.auth_permission VALUES (309, 'Can add email address', 78, 'add_emailaddress');
INSERT INTO public.auth_permission VALUES (310, 'Can change email address', 78, 'change_emailaddress');
INSERT INTO public.auth_permission VALUES (311, 'Can delete email address', 78, 'delete_emailaddress');
INSERT INTO public.auth_permission VALUES (312, 'Can view email address', 78, 'view_emailaddress');
INSERT INTO public.auth_permission VALUES (313, 'Can add email confirmation', 79, 'add_emailconfirmation');
INSERT INTO public.auth_permission VALUES (314, 'Can change email confirmation', 79, 'change_emailconfirmation');
INSERT INTO public.auth_permission VALUES (315, 'Can delete email confirmation', 79, 'delete_emailconfirmation');
INSERT INTO public.auth_permission VALUES (316, 'Can view email confirmation', 79, 'view_emailconfirmation');
INSERT INTO public.auth_permission VALUES (317, 'Can add permission', 80, 'add_permission');
INSERT INTO public.auth_permission VALUES (318, 'Can change permission', 80, 'change_permission');
INSERT INTO public.auth_permission VALUES (319, 'Can delete permission', 80, 'delete_permission');
INSERT INTO public.auth_permission VALUES (320, 'Can view permission', 80, 'view_permission');
INSERT INTO public.auth_permission VALUES (321, 'Can add group', 81, 'add_group');
INSERT INTO public.auth_permission VALUES (322, 'Can change group', 81, 'change_group');
INSERT INTO public.auth_permission VALUES (323, 'Can delete group', 81, 'delete_group');
INSERT INTO public.auth_permission VALUES (324, 'Can view group', 81, 'view_group');
INSERT INTO public.auth_permission VALUES (325, 'Can add content type', 82, 'add_contenttype');
INSERT INTO public.auth_permission VALUES (326, 'Can change content type', 82, 'change_contenttype');
INSERT INTO public.auth_permission VALUES (327, 'Can delete content type', 82, 'delete_contenttype');
INSERT INTO public.auth_permission VALUES (328, 'Can view content type', 82, 'view_contenttype');
INSERT INTO public.auth_permission VALUES (329, 'Can add session', 83, 'add_session');
INSERT INTO public.auth_permission VALUES (330, 'Can change session', 83, 'change_session');
INSERT INTO public.auth_permission VALUES (331, 'Can delete session', 83, 'delete_session');
INSERT INTO public.auth_permission VALUES (332, 'Can view session', 83, 'view_session');


--
-- Data for Name: collab_room; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: collab_snapshot; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: collab_update; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: django_content_type; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.django_content_type VALUES (1, 'reviews', 'circle');
INSERT INTO public.django_content_type VALUES (2, 'reviews', 'closedmonth');
INSERT INTO public.django_content_type VALUES (3, 'reviews', 'monthfigure');
INSERT INTO public.django_content_type VALUES (4, 'reviews', 'lesson');
INSERT INTO public.django_content_type VALUES (5, 'reviews', 'lessonanswer');
INSERT INTO public.django_content_type VALUES (6, 'reviews', 'meeting');
INSERT INTO public.django_content_type VALUES (7, 'reviews', 'present');
INSERT INTO public.django_content_type VALUES (8, 'reviews', 'reading');
INSERT INTO public.django_content_type VALUES (9, 'reviews', 'reviewfeed');
INSERT INTO public.django_content_type VALUES (10, 'reviews', 'stilltrue');
INSERT INTO public.django_content_type VALUES (11, 'reviews', 'agendaitem');
INSERT INTO public.django_content_type VALUES (12, 'reviews', 'story');
INSERT INTO public.django_content_type VALUES (13, 'reviews', 'monthsum');
INSERT INTO public.django_content_type VALUES (14, 'reviews', 'readingpolicy');
INSERT INTO public.django_content_type VALUES (15, 'reviews', 'teamreading');
INSERT INTO public.django_content_type VALUES (16, 'reviews', 'monthwaiting');
INSERT INTO public.django_content_type VALUES (17, 'postmortems', 'postmortem');
INSERT INTO public.django_content_type VALUES (18, 'postmortems', 'postmortemincident');
INSERT INTO public.django_content_type VALUES (19, 'postmortems', 'review');
INSERT INTO public.django_content_type VALUES (20, 'postmortems', 'searchrow');
INSERT INTO public.django_content_type VALUES (21, 'postmortems', 'section');
INSERT INTO public.django_content_type VALUES (22, 'postmortems', 'revision');
INSERT INTO public.django_content_type VALUES (23, 'postmortems', 'reviewcomment');
INSERT INTO public.django_content_type VALUES (24, 'postmortems', 'template');
INSERT INTO public.django_content_type VALUES (25, 'postmortems', 'templatesection');
INSERT INTO public.django_content_type VALUES (26, 'postmortems', 'edition');
INSERT INTO public.django_content_type VALUES (27, 'postmortems', 'postmortemevent');
INSERT INTO public.django_content_type VALUES (28, 'postmortems', 'sectionstate');
INSERT INTO public.django_content_type VALUES (29, 'postmortems', 'searchword');
INSERT INTO public.django_content_type VALUES (30, 'postmortems', 'importbatch');
INSERT INTO public.django_content_type VALUES (31, 'postmortems', 'importfile');
INSERT INTO public.django_content_type VALUES (32, 'postmortems', 'factor');
INSERT INTO public.django_content_type VALUES (33, 'postmortems', 'factorlink');
INSERT INTO public.django_content_type VALUES (34, 'postmortems', 'postmortemfactor');
INSERT INTO public.django_content_type VALUES (35, 'actions', 'action');
INSERT INTO public.django_content_type VALUES (36, 'actions', 'actionevent');
INSERT INTO public.django_content_type VALUES (37, 'actions', 'nudge');
INSERT INTO public.django_content_type VALUES (38, 'actions', 'itemsfilehead');
INSERT INTO public.django_content_type VALUES (39, 'actions', 'handover');
INSERT INTO public.django_content_type VALUES (40, 'actions', 'linkpolicy');
INSERT INTO public.django_content_type VALUES (41, 'actions', 'linkuse');
INSERT INTO public.django_content_type VALUES (42, 'actions', 'calendarfeed');
INSERT INTO public.django_content_type VALUES (43, 'actions', 'trackerconnection');
INSERT INTO public.django_content_type VALUES (44, 'actions', 'trackerevent');
INSERT INTO public.django_content_type VALUES (45, 'actions', 'trackerlink');
INSERT INTO public.django_content_type VALUES (46, 'actions', 'nudgepace');
INSERT INTO public.django_content_type VALUES (47, 'actions', 'verificationpace');
INSERT INTO public.django_content_type VALUES (48, 'incidents', 'incident');
INSERT INTO public.django_content_type VALUES (49, 'incidents', 'incidentaccess');
INSERT INTO public.django_content_type VALUES (50, 'incidents', 'incidenthistory');
INSERT INTO public.django_content_type VALUES (51, 'incidents', 'incidentlink');
INSERT INTO public.django_content_type VALUES (52, 'incidents', 'service');
INSERT INTO public.django_content_type VALUES (53, 'incidents', 'severity');
INSERT INTO public.django_content_type VALUES (54, 'incidents', 'tag');
INSERT INTO public.django_content_type VALUES (55, 'incidents', 'timelineevent');
INSERT INTO public.django_content_type VALUES (56, 'incidents', 'impact');
INSERT INTO public.django_content_type VALUES (57, 'incidents', 'lensstamp');
INSERT INTO public.django_content_type VALUES (58, 'incidents', 'lensrule');
INSERT INTO public.django_content_type VALUES (59, 'incidents', 'lensword');
INSERT INTO public.django_content_type VALUES (60, 'incidents', 'lensanswer');
INSERT INTO public.django_content_type VALUES (61, 'incidents', 'repeat');
INSERT INTO public.django_content_type VALUES (62, 'incidents', 'touchedservice');
INSERT INTO public.django_content_type VALUES (63, 'incidents', 'touchedtag');
INSERT INTO public.django_content_type VALUES (64, 'incidents', 'touchedteam');
INSERT INTO public.django_content_type VALUES (65, 'notifications', 'message');
INSERT INTO public.django_content_type VALUES (66, 'people', 'user');
INSERT INTO public.django_content_type VALUES (67, 'people', 'agreement');
INSERT INTO public.django_content_type VALUES (68, 'people', 'membership');
INSERT INTO public.django_content_type VALUES (69, 'people', 'team');
INSERT INTO public.django_content_type VALUES (70, 'people', 'invitation');
INSERT INTO public.django_content_type VALUES (71, 'people', 'auditentry');
INSERT INTO public.django_content_type VALUES (72, 'people', 'absence');
INSERT INTO public.django_content_type VALUES (73, 'people', 'teamdeparture');
INSERT INTO public.django_content_type VALUES (74, 'people', 'workcalendar');
INSERT INTO public.django_content_type VALUES (75, 'collab', 'room');
INSERT INTO public.django_content_type VALUES (76, 'collab', 'snapshot');
INSERT INTO public.django_content_type VALUES (77, 'collab', 'update');
INSERT INTO public.django_content_type VALUES (78, 'account', 'emailaddress');
INSERT INTO public.django_content_type VALUES (79, 'account', 'emailconfirmation');
INSERT INTO public.django_content_type VALUES (80, 'auth', 'permission');
INSERT INTO public.django_content_type VALUES (81, 'auth', 'group');
INSERT INTO public.django_content_type VALUES (82, 'contenttypes', 'contenttype');
INSERT INTO public.django_content_type VALUES (83, 'sessions', 'session');


--
-- Data for Name: django_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.django_migrations VALUES (1, 'people', '0001_initial', '2026-11-27 12:20:22.177997+00');
INSERT INTO public.django_migrations VALUES (2, 'account', '0001_initial', '2026-11-27 12:20:22.193618+00');
INSERT INTO public.django_migrations VALUES (3, 'account', '0002_email_max_length', '2026-11-27 12:20:22.199493+00');
INSERT INTO public.django_migrations VALUES (4, 'account', '0003_alter_emailaddress_create_unique_verified_email', '2026-11-27 12:20:22.207278+00');
INSERT INTO public.django_migrations VALUES (5, 'account', '0004_alter_emailaddress_drop_unique_email', '2026-11-27 12:20:22.213557+00');
INSERT INTO public.django_migrations VALUES (6, 'account', '0005_emailaddress_idx_upper_email', '2026-11-27 12:20:22.219478+00');
INSERT INTO public.django_migrations VALUES (7, 'account', '0006_emailaddress_lower', '2026-11-27 12:20:22.223909+00');
INSERT INTO public.django_migrations VALUES (8, 'account', '0007_emailaddress_idx_email', '2026-11-27 12:20:22.232045+00');
INSERT INTO public.django_migrations VALUES (9, 'account', '0008_emailaddress_unique_primary_email_fixup', '2026-11-27 12:20:22.237689+00');
INSERT INTO public.django_migrations VALUES (10, 'account', '0009_emailaddress_unique_primary_email', '2026-11-27 12:20:22.24378+00');
INSERT INTO public.django_migrations VALUES (11, 'people', '0002_nudges_weekly', '2026-11-27 12:20:22.247755+00');
INSERT INTO public.django_migrations VALUES (12, 'people', '0003_more_audit_kinds', '2026-11-27 12:20:22.256588+00');
INSERT INTO public.django_migrations VALUES (13, 'people', '0004_lower_case_addresses', '2026-11-27 12:20:22.260038+00');
INSERT INTO public.django_migrations VALUES (14, 'people', '0005_shipped_agreement', '2026-11-27 12:20:22.264268+00');
INSERT INTO public.django_migrations VALUES (15, 'people', '0006_calendars_and_absences', '2026-11-27 12:20:22.326481+00');
INSERT INTO public.django_migrations VALUES (16, 'incidents', '0001_initial', '2026-11-27 12:20:22.647717+00');
INSERT INTO public.django_migrations VALUES (17, 'incidents', '0002_default_severities', '2026-11-27 12:20:22.660126+00');
INSERT INTO public.django_migrations VALUES (18, 'incidents', '0003_restricted_index', '2026-11-27 12:20:22.670031+00');
INSERT INTO public.django_migrations VALUES (19, 'incidents', '0004_severity_pattern_whole', '2026-11-27 12:20:22.6767+00');
INSERT INTO public.django_migrations VALUES (20, 'incidents', '0005_lens_answers', '2026-11-27 12:20:22.714001+00');
INSERT INTO public.django_migrations VALUES (21, 'incidents', '0006_kind_not_known_yet', '2026-11-27 12:20:22.742944+00');
INSERT INTO public.django_migrations VALUES (22, 'incidents', '0007_repeats', '2026-11-27 12:20:22.922503+00');
INSERT INTO public.django_migrations VALUES (23, 'notifications', '0001_initial', '2026-11-27 12:20:22.944164+00');
INSERT INTO public.django_migrations VALUES (24, 'notifications', '0002_hand_overs_and_links', '2026-11-27 12:20:22.969521+00');
INSERT INTO public.django_migrations VALUES (25, 'notifications', '0003_minutes', '2026-11-27 12:20:22.994822+00');
INSERT INTO public.django_migrations VALUES (26, 'actions', '0001_initial', '2026-11-27 12:20:23.29363+00');
INSERT INTO public.django_migrations VALUES (27, 'actions', '0002_action_open_by_movement', '2026-11-27 12:20:23.307791+00');
INSERT INTO public.django_migrations VALUES (28, 'actions', '0003_action_items_file', '2026-11-27 12:20:23.376654+00');
INSERT INTO public.django_migrations VALUES (29, 'actions', '0004_hand_overs_and_links', '2026-11-27 12:20:23.68808+00');
INSERT INTO public.django_migrations VALUES (30, 'actions', '0005_calendar_feeds', '2026-11-27 12:20:23.709656+00');
INSERT INTO public.django_migrations VALUES (31, 'actions', '0006_trackers', '2026-11-27 12:20:23.968982+00');
INSERT INTO public.django_migrations VALUES (32, 'actions', '0007_reminders_as_data', '2026-11-27 12:20:24.472779+00');
INSERT INTO public.django_migrations VALUES (33, 'actions', '0008_planner_looks_where_facts_changed', '2026-11-27 12:20:24.502705+00');
INSERT INTO public.django_migrations VALUES (34, 'actions', '0009_more_links', '2026-11-27 12:20:24.545611+00');
INSERT INTO public.django_migrations VALUES (35, 'actions', '0010_plain_sql_may_leave_out', '2026-11-27 12:20:24.712839+00');
INSERT INTO public.django_migrations VALUES (36, 'actions', '0011_planner_looks_where_hours_changed', '2026-11-27 12:20:24.715045+00');
INSERT INTO public.django_migrations VALUES (37, 'actions', '0012_events_whether_held', '2026-11-27 12:20:24.730621+00');
INSERT INTO public.django_migrations VALUES (38, 'actions', '0013_measures_of_a_month', '2026-11-27 12:20:24.762825+00');
INSERT INTO public.django_migrations VALUES (39, 'actions', '0014_what_held', '2026-11-27 12:20:24.780254+00');
INSERT INTO public.django_migrations VALUES (40, 'contenttypes', '0001_initial', '2026-11-27 12:20:24.785658+00');
INSERT INTO public.django_migrations VALUES (41, 'contenttypes', '0002_remove_content_type_name', '2026-11-27 12:20:24.808547+00');
INSERT INTO public.django_migrations VALUES (42, 'auth', '0001_initial', '2026-11-27 12:20:24.830383+00');
INSERT INTO public.django_migrations VALUES (43, 'auth', '0002_alter_permission_name_max_length', '2026-11-27 12:20:24.834714+00');
INSERT INTO public.django_migrations VALUES (44, 'auth', '0003_alter_user_email_max_length', '2026-11-27 12:20:24.838386+00');
INSERT INTO public.django_migrations VALUES (45, 'auth', '0004_alter_user_username_opts', '2026-11-27 12:20:24.841834+00');
INSERT INTO public.django_migrations VALUES (46, 'auth', '0005_alter_user_last_login_null', '2026-11-27 12:20:24.845104+00');
INSERT INTO public.django_migrations VALUES (47, 'auth', '0006_require_contenttypes_0002', '2026-11-27 12:20:24.845863+00');
INSERT INTO public.django_migrations VALUES (48, 'auth', '0007_alter_validators_add_error_messages', '2026-11-27 12:20:24.848693+00');
INSERT INTO public.django_migrations VALUES (49, 'auth', '0008_alter_user_username_max_length', '2026-11-27 12:20:24.851637+00');
INSERT INTO public.django_migrations VALUES (50, 'auth', '0009_alter_user_last_name_max_length', '2026-11-27 12:20:24.854562+00');
INSERT INTO public.django_migrations VALUES (51, 'auth', '0010_alter_group_name_max_length', '2026-11-27 12:20:24.858692+00');
INSERT INTO public.django_migrations VALUES (52, 'auth', '0011_update_proxy_permissions', '2026-11-27 12:20:24.879671+00');
INSERT INTO public.django_migrations VALUES (53, 'auth', '0012_alter_user_first_name_max_length', '2026-11-27 12:20:24.884122+00');
INSERT INTO public.django_migrations VALUES (54, 'collab', '0001_initial', '2026-11-27 12:20:24.905532+00');
INSERT INTO public.django_migrations VALUES (55, 'incidents', '0008_title_words', '2026-11-27 12:20:24.927769+00');
INSERT INTO public.django_migrations VALUES (56, 'incidents', '0009_newest_first', '2026-11-27 12:20:25.010419+00');
INSERT INTO public.django_migrations VALUES (57, 'incidents', '0010_tags_known', '2026-11-27 12:20:25.025512+00');
INSERT INTO public.django_migrations VALUES (58, 'notifications', '0004_ticket_asks', '2026-11-27 12:20:25.142666+00');
INSERT INTO public.django_migrations VALUES (59, 'notifications', '0005_one_to_read', '2026-11-27 12:20:25.1887+00');
INSERT INTO public.django_migrations VALUES (60, 'people', '0007_one_to_read', '2026-11-27 12:20:25.204851+00');
INSERT INTO public.django_migrations VALUES (61, 'postmortems', '0001_initial', '2026-11-27 12:20:26.131051+00');
INSERT INTO public.django_migrations VALUES (62, 'postmortems', '0002_shipped_templates', '2026-11-27 12:20:26.170417+00');
INSERT INTO public.django_migrations VALUES (63, 'postmortems', '0003_states_of_sections', '2026-11-27 12:20:26.280104+00');
INSERT INTO public.django_migrations VALUES (64, 'postmortems', '0004_search_words', '2026-11-27 12:20:26.456272+00');
INSERT INTO public.django_migrations VALUES (65, 'postmortems', '0005_import_batches', '2026-11-27 12:20:26.519346+00');
INSERT INTO public.django_migrations VALUES (66, 'postmortems', '0006_import_file_as_draft', '2026-11-27 12:20:26.530163+00');
INSERT INTO public.django_migrations VALUES (67, 'postmortems', '0007_vectors_uncompressed', '2026-11-27 12:20:26.53228+00');
INSERT INTO public.django_migrations VALUES (68, 'postmortems', '0008_factors', '2026-11-27 12:20:27.113531+00');
INSERT INTO public.django_migrations VALUES (69, 'postmortems', '0009_measures_of_a_month', '2026-11-27 12:20:27.260092+00');
INSERT INTO public.django_migrations VALUES (70, 'postmortems', '0010_import_file_time_zone', '2026-11-27 12:20:27.270568+00');
INSERT INTO public.django_migrations VALUES (71, 'postmortems', '0011_not_shipped_by_then', '2026-11-27 12:20:27.290518+00');
INSERT INTO public.django_migrations VALUES (72, 'postmortems', '0012_texts_uncompressed', '2026-11-27 12:20:27.292564+00');
INSERT INTO public.django_migrations VALUES (73, 'reviews', '0001_kept_months', '2026-11-27 12:20:27.481606+00');
INSERT INTO public.django_migrations VALUES (74, 'reviews', '0002_lessons', '2026-11-27 12:20:27.705972+00');
INSERT INTO public.django_migrations VALUES (75, 'reviews', '0003_meetings', '2026-11-27 12:20:28.015344+00');
INSERT INTO public.django_migrations VALUES (76, 'reviews', '0004_months_as_a_feed', '2026-11-27 12:20:28.049579+00');
INSERT INTO public.django_migrations VALUES (77, 'reviews', '0005_still_true', '2026-11-27 12:20:28.085444+00');
INSERT INTO public.django_migrations VALUES (78, 'reviews', '0006_agenda_of_a_meeting', '2026-11-27 12:20:28.165763+00');
INSERT INTO public.django_migrations VALUES (79, 'reviews', '0007_leaders_stories', '2026-11-27 12:20:28.204224+00');
INSERT INTO public.django_migrations VALUES (80, 'reviews', '0008_measures_of_a_month', '2026-11-27 12:20:28.403754+00');
INSERT INTO public.django_migrations VALUES (81, 'reviews', '0009_sums_of_closed_months', '2026-11-27 12:20:28.406306+00');
INSERT INTO public.django_migrations VALUES (82, 'reviews', '0010_which_teams_read', '2026-11-27 12:20:28.448013+00');
INSERT INTO public.django_migrations VALUES (83, 'reviews', '0011_reading_is_noted', '2026-11-27 12:20:28.449753+00');
INSERT INTO public.django_migrations VALUES (84, 'reviews', '0012_nothing_kept_of_what_waited', '2026-11-27 12:20:28.452196+00');
INSERT INTO public.django_migrations VALUES (85, 'reviews', '0013_what_waited', '2026-11-27 12:20:28.548423+00');
INSERT INTO public.django_migrations VALUES (86, 'sessions', '0001_initial', '2026-11-27 12:20:28.554292+00');


--
-- Data for Name: django_session; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_impact; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_incident; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_incident_services; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_incident_tags; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_incident_teams; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_incidentaccess; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_incidenthistory; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_incidentlink; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_lensanswer; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_lensrule; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_lensstamp; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_lensword; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_repeat; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_service; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_severity; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.incidents_severity VALUES (1, 1, 'SEV-1', 'P1, S1, critical', 'Major outage that users feel.', 'full', 'full', 'leadership', 5, 10, NULL, NULL, true);
INSERT INTO public.incidents_severity VALUES (2, 2, 'SEV-2', 'P2, S2, major', 'Degraded, or partly down.', 'light', 'light', 'team', 7, 15, NULL, NULL, true);
INSERT INTO public.incidents_severity VALUES (3, 3, 'SEV-3', 'P3, S3, minor', 'Minor, or felt only inside.', 'decision', 'brief-note', 'nobody', 10, 20, NULL, NULL, true);
INSERT INTO public.incidents_severity VALUES (4, 4, 'SEV-4', 'P4, S4, trivial', 'Passed by itself. Counted, so that a pattern can be seen.', 'none', 'pattern', 'nobody', NULL, NULL, 4, 30, true);


--
-- Data for Name: incidents_tag; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: incidents_timelineevent; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: notifications_message; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: people_absence; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: people_agreement; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.people_agreement VALUES (1, 'Incidents are how a complex system tells us something we did not know about it. What it tells us
reaches us only through the people who were there, and only if it is safe for them to say it. This
page is what we promise each other so that it is.

## Being in an incident never counts against you

Being part of an incident is left out of every review of people: performance, pay, promotion, hiring
into another team. It is left out when it would harm you, and it is left out when it would flatter
you, because a review that praises one person for an incident teaches everybody else that incidents
are being counted.

Nobody at this organisation will ask for a list of incidents by person, and the tool you are reading
this in cannot make one. Nothing in it is keyed by person: no page, no search, no report and no
export ranks, counts or filters incidents, findings or lateness by who was there.

## We assume that people did what made sense

Everybody came to work to do it well. Whoever acted did so with the information, the tools and the
pressures of that moment, not with what we know today. So we ask what made a decision reasonable,
and what a competent colleague would have done in the same seat. Most of the time it is the same
thing.

If a single action could do so much harm, the interesting question is what let it. We look for the
conditions that all had to hold, we write them down as *contributing factors*, and we do not stop at
the first one. "Human error" is where an investigation begins, never where it ends.

## Leaders ask last, and tell their own first

A question from somebody who decides about your career is never only a question. Leaders listen
first, ask last, and ask "what" and "how" rather than "why did you". Before a hard review they tell
an incident of their own: one that they were close to, and what it taught them. If a leader cannot
do this in a given review, they read the document instead of coming.

## We look after whoever was closest

The person nearest to an incident often carries it home. Before we ask them for an account, somebody
asks them how they are. They are relieved of on-call if they wish, without having to say why, and
nobody keeps note of it. They are never asked to write the post-mortem alone: a facilitator from
another team writes with them. They may read every word about what they did before others do, and
may say it in their own words, with or without their name. They are thanked, because what they tell
is the most expensive thing we own.

## What we write, and what becomes of it

A post-mortem describes the system: what it did, what it showed, what it hid, what it made easy. It
names roles, not people, wherever a role says enough. It is honest about what is not known. Every
action we commit to has one person''s name and a date, because a promise of everybody is kept by
nobody; that name says who looks after the change, and says nothing about what happened.

When an action does not happen, we say so and write down the reason. Deciding against it openly is
honourable. Letting it fade is what makes an incident happen twice.

## Where this ends

Learning and discipline do not share a room. In the rare case that somebody acted in bad faith, or
that law or policy asks for an inquiry of its own, that inquiry happens elsewhere, with other
people, and nothing is carried into it from a post-mortem. A mistake is not bad faith. Neither is
taking a shortcut that everybody takes: that is something the system is telling us.

## If this promise is broken

Say so, to anybody you trust: your lead, a facilitator, an administrator of this tool, whoever looks
after people here. You will not be asked to prove it first. A promise like this one is worth what
happens on the day it is hard to keep.
', '2026-11-27 12:20:22.263451+00', NULL);


--
-- Data for Name: people_auditentry; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: people_invitation; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: people_membership; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: people_team; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: people_teamdeparture; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: people_user; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: people_workcalendar; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_edition; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_factor; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_factorlink; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_importbatch; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_importfile; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_postmortem; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_postmortemevent; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_postmortemfactor; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_postmortemfactor_evidence; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_postmortemincident; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_review; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_reviewcomment; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_revision; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_searchrow; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_searchword; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_section; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_sectionstate; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: postmortems_template; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.postmortems_template VALUES (1, 'full', 'Full', 'For a major outage: everything, in the order in which it is read.', 0, true);
INSERT INTO public.postmortems_template VALUES (2, 'light', 'Light', 'For a partial outage: the second story without the ceremony.', 1, true);
INSERT INTO public.postmortems_template VALUES (3, 'learning-first', 'Learning first', 'Opens with what the system taught us; no names of owners in the document.', 2, true);
INSERT INTO public.postmortems_template VALUES (4, 'five-sections', 'Five sections', 'Summary, timeline, factors, what helped, actions.', 3, true);
INSERT INTO public.postmortems_template VALUES (5, 'security-learning', 'Security (learning track)', 'What the system allowed and what held. Questions of conduct do not belong here.', 4, true);
INSERT INTO public.postmortems_template VALUES (6, 'pattern', 'Pattern over many incidents', 'One document over several small incidents that look alike.', 5, true);
INSERT INTO public.postmortems_template VALUES (7, 'brief-note', 'Brief note', 'A paragraph or two, so that the next person finds it.', 6, true);


--
-- Data for Name: postmortems_templatesection; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.postmortems_templatesection VALUES (1, 'summary', 0, 'What happened?', 'Two or three sentences for somebody who was not there: what broke, for whom, when, and how it came right.', 'prose', true, 1);
INSERT INTO public.postmortems_templatesection VALUES (2, 'impact', 1, 'What did it mean for users, and for us?', 'The figures come from the incident. Add what figures do not tell. “Not known yet” is an answer; zero is another.', 'impact', false, 1);
INSERT INTO public.postmortems_templatesection VALUES (3, 'timeline', 2, 'What happened when, and how did we come to understand it?', 'The entries come from the incident. Keep the hypotheses that turned out wrong: they are how it looked then.', 'timeline', true, 1);
INSERT INTO public.postmortems_templatesection VALUES (4, 'factors', 3, 'Which conditions all had to hold for this to happen?', 'Several, not one. For each: why was that possible? How could a competent person, knowing what was known then, have done the same? Which safeguard was missing, or there and quiet?', 'factors', true, 1);
INSERT INTO public.postmortems_templatesection VALUES (5, 'went-well', 4, 'What helped?', 'Alerts that fired, a runbook that was right, a tool that made it quick. Name it so that it survives.', 'prose', false, 1);
INSERT INTO public.postmortems_templatesection VALUES (6, 'went-badly', 5, 'What made it harder than it had to be?', 'Where did time go? Which information was there but not where it was needed?', 'prose', false, 1);
INSERT INTO public.postmortems_templatesection VALUES (7, 'lucky', 6, 'Where were we lucky?', 'What would have made it worse, and did not happen?', 'prose', false, 1);
INSERT INTO public.postmortems_templatesection VALUES (8, 'lessons', 7, 'What could another team take from this?', 'Write for somebody who does not know this system and runs one of their own.', 'prose', false, 1);
INSERT INTO public.postmortems_templatesection VALUES (9, 'actions', 8, 'What will we change?', 'Each action is a commitment, with a person and a date, or is plainly marked a proposal. Say what somebody could check when it is done.', 'actions', false, 1);
INSERT INTO public.postmortems_templatesection VALUES (10, 'summary', 0, 'What happened?', 'Two or three sentences for somebody who was not there: what broke, for whom, when, and how it came right.', 'prose', true, 2);
INSERT INTO public.postmortems_templatesection VALUES (11, 'impact', 1, 'What did it mean for users, and for us?', 'The figures come from the incident. Add what figures do not tell. “Not known yet” is an answer; zero is another.', 'impact', false, 2);
INSERT INTO public.postmortems_templatesection VALUES (12, 'timeline', 2, 'What happened when, and how did we come to understand it?', 'The entries come from the incident. Keep the hypotheses that turned out wrong: they are how it looked then.', 'timeline', true, 2);
INSERT INTO public.postmortems_templatesection VALUES (13, 'factors', 3, 'Which conditions all had to hold for this to happen?', 'Several, not one. For each: why was that possible? How could a competent person, knowing what was known then, have done the same? Which safeguard was missing, or there and quiet?', 'factors', true, 2);
INSERT INTO public.postmortems_templatesection VALUES (14, 'actions', 4, 'What will we change?', 'Each action is a commitment, with a person and a date, or is plainly marked a proposal. Say what somebody could check when it is done.', 'actions', false, 2);
INSERT INTO public.postmortems_templatesection VALUES (15, 'teach', 0, 'What did our system teach us?', 'One paragraph that would be worth reading even if the incident had never happened.', 'prose', true, 3);
INSERT INTO public.postmortems_templatesection VALUES (16, 'system-behaviour', 1, 'System behaviour', 'What did it do, seen from the system''s side?', 'column', true, 3);
INSERT INTO public.postmortems_templatesection VALUES (17, 'what-we-learned', 2, 'What we learned', 'What do we know now that we did not know the day before?', 'column', true, 3);
INSERT INTO public.postmortems_templatesection VALUES (18, 'what-we-will-change', 3, 'What we''ll change', 'How will the same surprise end differently?', 'column', true, 3);
INSERT INTO public.postmortems_templatesection VALUES (19, 'surprised', 4, 'What surprised us?', 'What did people expect, and why was that reasonable?', 'prose', false, 3);
INSERT INTO public.postmortems_templatesection VALUES (20, 'possible', 5, 'What made this possible?', 'Several conditions. Why was each of them there?', 'factors', true, 3);
INSERT INTO public.postmortems_templatesection VALUES (21, 'timeline', 6, 'What happened when, and how did we come to understand it?', 'The entries come from the incident. Keep the hypotheses that turned out wrong: they are how it looked then.', 'timeline', true, 3);
INSERT INTO public.postmortems_templatesection VALUES (22, 'actions', 7, 'What will we change?', 'Each action is a commitment, with a person and a date, or is plainly marked a proposal. Say what somebody could check when it is done.', 'actions', false, 3);
INSERT INTO public.postmortems_templatesection VALUES (23, 'summary', 0, 'What happened?', 'Two or three sentences for somebody who was not there: what broke, for whom, when, and how it came right.', 'prose', true, 4);
INSERT INTO public.postmortems_templatesection VALUES (24, 'timeline', 1, 'What happened when, and how did we come to understand it?', 'The entries come from the incident. Keep the hypotheses that turned out wrong: they are how it looked then.', 'timeline', true, 4);
INSERT INTO public.postmortems_templatesection VALUES (25, 'factors', 2, 'Which conditions all had to hold for this to happen?', 'Several, not one. For each: why was that possible? How could a competent person, knowing what was known then, have done the same? Which safeguard was missing, or there and quiet?', 'factors', true, 4);
INSERT INTO public.postmortems_templatesection VALUES (26, 'went-well', 3, 'What helped?', 'Alerts that fired, a runbook that was right, a tool that made it quick. Name it so that it survives.', 'prose', false, 4);
INSERT INTO public.postmortems_templatesection VALUES (27, 'actions', 4, 'What will we change?', 'Each action is a commitment, with a person and a date, or is plainly marked a proposal. Say what somebody could check when it is done.', 'actions', false, 4);
INSERT INTO public.postmortems_templatesection VALUES (28, 'summary', 0, 'What happened?', 'Two or three sentences for somebody who was not there: what broke, for whom, when, and how it came right.', 'prose', true, 5);
INSERT INTO public.postmortems_templatesection VALUES (29, 'impact', 1, 'What did it mean for users, and for us?', 'The figures come from the incident. Add what figures do not tell. “Not known yet” is an answer; zero is another.', 'impact', false, 5);
INSERT INTO public.postmortems_templatesection VALUES (30, 'timeline', 2, 'What happened when, and how did we come to understand it?', 'The entries come from the incident. Keep the hypotheses that turned out wrong: they are how it looked then.', 'timeline', true, 5);
INSERT INTO public.postmortems_templatesection VALUES (31, 'factors', 3, 'Which conditions all had to hold for this to happen?', 'Several, not one. For each: why was that possible? How could a competent person, knowing what was known then, have done the same? Which safeguard was missing, or there and quiet?', 'factors', true, 5);
INSERT INTO public.postmortems_templatesection VALUES (32, 'what-held', 4, 'Which defences held?', 'What limited it, and would it limit it again?', 'prose', false, 5);
INSERT INTO public.postmortems_templatesection VALUES (33, 'lessons', 5, 'What could another team take from this?', 'Write for somebody who does not know this system and runs one of their own.', 'prose', false, 5);
INSERT INTO public.postmortems_templatesection VALUES (34, 'actions', 6, 'What will we change?', 'Each action is a commitment, with a person and a date, or is plainly marked a proposal. Say what somebody could check when it is done.', 'actions', false, 5);
INSERT INTO public.postmortems_templatesection VALUES (35, 'summary', 0, 'What happened?', 'Two or three sentences for somebody who was not there: what broke, for whom, when, and how it came right.', 'prose', true, 6);
INSERT INTO public.postmortems_templatesection VALUES (36, 'incidents-alike', 1, 'Which incidents are these, and what do they share?', 'Name them by number. What would have had to be different for none of them to happen?', 'prose', true, 6);
INSERT INTO public.postmortems_templatesection VALUES (37, 'factors', 2, 'Which conditions all had to hold for this to happen?', 'Several, not one. For each: why was that possible? How could a competent person, knowing what was known then, have done the same? Which safeguard was missing, or there and quiet?', 'factors', true, 6);
INSERT INTO public.postmortems_templatesection VALUES (38, 'lessons', 3, 'What could another team take from this?', 'Write for somebody who does not know this system and runs one of their own.', 'prose', false, 6);
INSERT INTO public.postmortems_templatesection VALUES (39, 'actions', 4, 'What will we change?', 'Each action is a commitment, with a person and a date, or is plainly marked a proposal. Say what somebody could check when it is done.', 'actions', false, 6);
INSERT INTO public.postmortems_templatesection VALUES (40, 'note', 0, 'What happened, and what should the next person know?', '', 'prose', true, 7);
INSERT INTO public.postmortems_templatesection VALUES (41, 'learned', 1, 'What did we learn, if anything?', '“Nothing new” is an answer.', 'prose', false, 7);


--
-- Data for Name: reviews_agendaitem; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_circle; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_circle_teams; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_closedmonth; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_lesson; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_lesson_concerns; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_lessonanswer; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_meeting; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_meeting_teams; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_monthfigure; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_monthsum; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_monthwaiting; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_present; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_reading; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_readingpolicy; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.reviews_readingpolicy VALUES (1, '2026-11-27 12:20:28.449401+00');


--
-- Data for Name: reviews_reviewfeed; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_stilltrue; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_story; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: reviews_teamreading; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Name: account_emailaddress_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);


--
-- Name: account_emailconfirmation_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);


--
-- Name: action_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.action_number', 1, false);


--
-- Name: actions_action_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_action_id_seq', 1, false);


--
-- Name: actions_actionevent_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_actionevent_id_seq', 1, false);


--
-- Name: actions_calendarfeed_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_calendarfeed_id_seq', 1, false);


--
-- Name: actions_handover_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_handover_id_seq', 1, false);


--
-- Name: actions_itemsfilehead_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_itemsfilehead_id_seq', 1, false);


--
-- Name: actions_linkpolicy_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_linkpolicy_id_seq', 1, false);


--
-- Name: actions_linkuse_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_linkuse_id_seq', 1, false);


--
-- Name: actions_nudge_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_nudge_id_seq', 1, false);


--
-- Name: actions_nudgepace_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_nudgepace_id_seq', 4, true);


--
-- Name: actions_trackerconnection_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_trackerconnection_id_seq', 1, false);


--
-- Name: actions_trackerevent_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_trackerevent_id_seq', 1, false);


--
-- Name: actions_trackerlink_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_trackerlink_id_seq', 1, false);


--
-- Name: actions_verificationpace_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.actions_verificationpace_id_seq', 6, true);


--
-- Name: auth_group_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);


--
-- Name: auth_group_permissions_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);


--
-- Name: auth_permission_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.auth_permission_id_seq', 332, true);


--
-- Name: collab_room_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.collab_room_id_seq', 1, false);


--
-- Name: collab_snapshot_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.collab_snapshot_id_seq', 1, false);


--
-- Name: collab_update_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.collab_update_id_seq', 1, false);


--
-- Name: django_content_type_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.django_content_type_id_seq', 83, true);


--
-- Name: django_migrations_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.django_migrations_id_seq', 86, true);


--
-- Name: incident_number; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incident_number', 1, false);


--
-- Name: incidents_impact_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_impact_id_seq', 1, false);


--
-- Name: incidents_incident_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_incident_id_seq', 1, false);


--
-- Name: incidents_incident_services_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_incident_services_id_seq', 1, false);


--
-- Name: incidents_incident_tags_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_incident_tags_id_seq', 1, false);


--
-- Name: incidents_incident_teams_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_incident_teams_id_seq', 1, false);


--
-- Name: incidents_incidentaccess_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_incidentaccess_id_seq', 1, false);


--
-- Name: incidents_incidenthistory_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_incidenthistory_id_seq', 1, false);


--
-- Name: incidents_incidentlink_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_incidentlink_id_seq', 1, false);


--
-- Name: incidents_lensanswer_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_lensanswer_id_seq', 1, false);


--
-- Name: incidents_lensrule_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_lensrule_id_seq', 1, false);


--
-- Name: incidents_lensstamp_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_lensstamp_id_seq', 1, false);


--
-- Name: incidents_lensword_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_lensword_id_seq', 1, false);


--
-- Name: incidents_repeat_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_repeat_id_seq', 1, false);


--
-- Name: incidents_service_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_service_id_seq', 1, false);


--
-- Name: incidents_severity_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_severity_id_seq', 4, true);


--
-- Name: incidents_tag_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_tag_id_seq', 1, false);


--
-- Name: incidents_timelineevent_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.incidents_timelineevent_id_seq', 1, false);


--
-- Name: notifications_message_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.notifications_message_id_seq', 1, false);


--
-- Name: people_absence_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.people_absence_id_seq', 1, false);


--
-- Name: people_agreement_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.people_agreement_id_seq', 1, true);


--
-- Name: people_auditentry_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.people_auditentry_id_seq', 1, false);


--
-- Name: people_invitation_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.people_invitation_id_seq', 1, false);


--
-- Name: people_membership_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.people_membership_id_seq', 1, false);


--
-- Name: people_team_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.people_team_id_seq', 1, false);


--
-- Name: people_teamdeparture_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.people_teamdeparture_id_seq', 1, false);


--
-- Name: people_user_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.people_user_id_seq', 1, false);


--
-- Name: people_workcalendar_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.people_workcalendar_id_seq', 1, false);


--
-- Name: postmortems_edition_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_edition_id_seq', 1, false);


--
-- Name: postmortems_factor_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_factor_id_seq', 1, false);


--
-- Name: postmortems_factorlink_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_factorlink_id_seq', 1, false);


--
-- Name: postmortems_importbatch_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_importbatch_id_seq', 1, false);


--
-- Name: postmortems_importfile_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_importfile_id_seq', 1, false);


--
-- Name: postmortems_postmortem_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_postmortem_id_seq', 1, false);


--
-- Name: postmortems_postmortemevent_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_postmortemevent_id_seq', 1, false);


--
-- Name: postmortems_postmortemfactor_evidence_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_postmortemfactor_evidence_id_seq', 1, false);


--
-- Name: postmortems_postmortemfactor_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_postmortemfactor_id_seq', 1, false);


--
-- Name: postmortems_postmortemincident_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_postmortemincident_id_seq', 1, false);


--
-- Name: postmortems_review_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_review_id_seq', 1, false);


--
-- Name: postmortems_reviewcomment_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_reviewcomment_id_seq', 1, false);


--
-- Name: postmortems_revision_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_revision_id_seq', 1, false);


--
-- Name: postmortems_searchrow_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_searchrow_id_seq', 1, false);


--
-- Name: postmortems_section_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_section_id_seq', 1, false);


--
-- Name: postmortems_sectionstate_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_sectionstate_id_seq', 1, false);


--
-- Name: postmortems_template_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_template_id_seq', 7, true);


--
-- Name: postmortems_templatesection_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.postmortems_templatesection_id_seq', 41, true);


--
-- Name: reviews_agendaitem_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_agendaitem_id_seq', 1, false);


--
-- Name: reviews_circle_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_circle_id_seq', 1, false);


--
-- Name: reviews_circle_teams_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_circle_teams_id_seq', 1, false);


--
-- Name: reviews_closedmonth_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_closedmonth_id_seq', 1, false);


--
-- Name: reviews_lesson_concerns_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_lesson_concerns_id_seq', 1, false);


--
-- Name: reviews_lesson_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_lesson_id_seq', 1, false);


--
-- Name: reviews_lessonanswer_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_lessonanswer_id_seq', 1, false);


--
-- Name: reviews_meeting_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_meeting_id_seq', 1, false);


--
-- Name: reviews_meeting_teams_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_meeting_teams_id_seq', 1, false);


--
-- Name: reviews_monthfigure_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_monthfigure_id_seq', 1, false);


--
-- Name: reviews_monthsum_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_monthsum_id_seq', 1, false);


--
-- Name: reviews_monthwaiting_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_monthwaiting_id_seq', 1, false);


--
-- Name: reviews_present_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_present_id_seq', 1, false);


--
-- Name: reviews_reading_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_reading_id_seq', 1, false);


--
-- Name: reviews_readingpolicy_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_readingpolicy_id_seq', 1, false);


--
-- Name: reviews_reviewfeed_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_reviewfeed_id_seq', 1, false);


--
-- Name: reviews_stilltrue_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_stilltrue_id_seq', 1, false);


--
-- Name: reviews_story_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_story_id_seq', 1, false);


--
-- Name: reviews_teamreading_id_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.reviews_teamreading_id_seq', 1, false);


--
-- Name: account_emailaddress account_emailaddress_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);


--
-- Name: account_emailaddress account_emailaddress_user_id_email_987c8728_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);


--
-- Name: account_emailconfirmation account_emailconfirmation_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);


--
-- Name: account_emailconfirmation account_emailconfirmation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);


--
-- Name: actions_action actions_action_number_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_action
    ADD CONSTRAINT actions_action_number_key UNIQUE (number);


--
-- Name: actions_action actions_action_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_action
    ADD CONSTRAINT actions_action_pkey PRIMARY KEY (id);


--
-- Name: actions_actionevent actions_actionevent_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_actionevent
    ADD CONSTRAINT actions_actionevent_pkey PRIMARY KEY (id);


--
-- Name: actions_calendarfeed actions_calendarfeed_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_calendarfeed
    ADD CONSTRAINT actions_calendarfeed_pkey PRIMARY KEY (id);


--
-- Name: actions_calendarfeed actions_calendarfeed_secret_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_calendarfeed
    ADD CONSTRAINT actions_calendarfeed_secret_hash_key UNIQUE (secret_hash);


--
-- Name: actions_handover actions_handover_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_handover
    ADD CONSTRAINT actions_handover_pkey PRIMARY KEY (id);


--
-- Name: actions_itemsfilehead actions_itemsfilehead_incident_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_itemsfilehead
    ADD CONSTRAINT actions_itemsfilehead_incident_id_key UNIQUE (incident_id);


--
-- Name: actions_itemsfilehead actions_itemsfilehead_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_itemsfilehead
    ADD CONSTRAINT actions_itemsfilehead_pkey PRIMARY KEY (id);


--
-- Name: actions_linkpolicy actions_linkpolicy_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_linkpolicy
    ADD CONSTRAINT actions_linkpolicy_pkey PRIMARY KEY (id);


--
-- Name: actions_linkuse actions_linkuse_event_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_linkuse
    ADD CONSTRAINT actions_linkuse_event_id_key UNIQUE (event_id);


--
-- Name: actions_linkuse actions_linkuse_nonce_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_linkuse
    ADD CONSTRAINT actions_linkuse_nonce_key UNIQUE (nonce);


--
-- Name: actions_linkuse actions_linkuse_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_linkuse
    ADD CONSTRAINT actions_linkuse_pkey PRIMARY KEY (id);


--
-- Name: actions_nudge actions_nudge_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_nudge
    ADD CONSTRAINT actions_nudge_pkey PRIMARY KEY (id);


--
-- Name: actions_nudgepace actions_nudgepace_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_nudgepace
    ADD CONSTRAINT actions_nudgepace_pkey PRIMARY KEY (id);


--
-- Name: actions_nudgepace actions_nudgepace_priority_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_nudgepace
    ADD CONSTRAINT actions_nudgepace_priority_key UNIQUE (priority);


--
-- Name: actions_trackerconnection actions_trackerconnection_hook_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerconnection
    ADD CONSTRAINT actions_trackerconnection_hook_key UNIQUE (hook);


--
-- Name: actions_trackerconnection actions_trackerconnection_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerconnection
    ADD CONSTRAINT actions_trackerconnection_pkey PRIMARY KEY (id);


--
-- Name: actions_trackerevent actions_trackerevent_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerevent
    ADD CONSTRAINT actions_trackerevent_pkey PRIMARY KEY (id);


--
-- Name: actions_trackerlink actions_trackerlink_action_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerlink
    ADD CONSTRAINT actions_trackerlink_action_id_key UNIQUE (action_id);


--
-- Name: actions_trackerlink actions_trackerlink_marker_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerlink
    ADD CONSTRAINT actions_trackerlink_marker_key UNIQUE (marker);


--
-- Name: actions_trackerlink actions_trackerlink_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerlink
    ADD CONSTRAINT actions_trackerlink_pkey PRIMARY KEY (id);


--
-- Name: actions_verificationpace actions_verificationpace_kind_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_verificationpace
    ADD CONSTRAINT actions_verificationpace_kind_key UNIQUE (kind);


--
-- Name: actions_verificationpace actions_verificationpace_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_verificationpace
    ADD CONSTRAINT actions_verificationpace_pkey PRIMARY KEY (id);


--
-- Name: reviews_agendaitem agenda_item_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_agendaitem
    ADD CONSTRAINT agenda_item_once UNIQUE (meeting_id, topic);


--
-- Name: auth_group auth_group_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);


--
-- Name: auth_group_permissions auth_group_permissions_group_id_permission_id_0cd325b0_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);


--
-- Name: auth_group_permissions auth_group_permissions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);


--
-- Name: auth_group auth_group_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);


--
-- Name: auth_permission auth_permission_content_type_id_codename_01ab375a_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);


--
-- Name: auth_permission auth_permission_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);


--
-- Name: actions_calendarfeed calendar_feed_one_each; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_calendarfeed
    ADD CONSTRAINT calendar_feed_one_each UNIQUE NULLS NOT DISTINCT (person_id, team_id);


--
-- Name: reviews_closedmonth closed_month_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_closedmonth
    ADD CONSTRAINT closed_month_once UNIQUE NULLS NOT DISTINCT (first_day, circle_id);


--
-- Name: collab_room collab_room_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.collab_room
    ADD CONSTRAINT collab_room_name_key UNIQUE (name);


--
-- Name: collab_room collab_room_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.collab_room
    ADD CONSTRAINT collab_room_pkey PRIMARY KEY (id);


--
-- Name: collab_snapshot collab_snapshot_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.collab_snapshot
    ADD CONSTRAINT collab_snapshot_pkey PRIMARY KEY (id);


--
-- Name: collab_snapshot collab_snapshot_room_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.collab_snapshot
    ADD CONSTRAINT collab_snapshot_room_id_key UNIQUE (room_id);


--
-- Name: collab_update collab_update_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.collab_update
    ADD CONSTRAINT collab_update_pkey PRIMARY KEY (id);


--
-- Name: django_content_type django_content_type_app_label_model_76bd3d3b_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);


--
-- Name: django_content_type django_content_type_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);


--
-- Name: django_migrations django_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);


--
-- Name: django_session django_session_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);


--
-- Name: postmortems_edition edition_number_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_edition
    ADD CONSTRAINT edition_number_once UNIQUE (postmortem_id, number);


--
-- Name: postmortems_factorlink factor_link_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_factorlink
    ADD CONSTRAINT factor_link_once UNIQUE (effect_id, condition_id);


--
-- Name: postmortems_importfile import_file_position_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_importfile
    ADD CONSTRAINT import_file_position_once UNIQUE (batch_id, "position");


--
-- Name: incidents_incidentaccess incident_access_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incidentaccess
    ADD CONSTRAINT incident_access_once UNIQUE (user_id, incident_id);


--
-- Name: incidents_incident incident_id_with_gate; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incident_id_with_gate UNIQUE (id, actions_gated);


--
-- Name: incidents_incident incident_id_with_moment; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incident_id_with_moment UNIQUE (id, happened_at, is_restricted);


--
-- Name: incidents_incidentlink incident_link_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incidentlink
    ADD CONSTRAINT incident_link_once UNIQUE (incident_id, url);


--
-- Name: incidents_incident_tags incident_tag_as_it_is; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_tags
    ADD CONSTRAINT incident_tag_as_it_is UNIQUE (id, is_restricted);


--
-- Name: incidents_impact incidents_impact_incident_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_impact
    ADD CONSTRAINT incidents_impact_incident_id_key UNIQUE (incident_id);


--
-- Name: incidents_impact incidents_impact_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_impact
    ADD CONSTRAINT incidents_impact_pkey PRIMARY KEY (id);


--
-- Name: incidents_incident incidents_incident_number_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_number_key UNIQUE (number);


--
-- Name: incidents_incident incidents_incident_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_pkey PRIMARY KEY (id);


--
-- Name: incidents_incident_services incidents_incident_servi_incident_id_service_id_7e6d73b3_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_services
    ADD CONSTRAINT incidents_incident_servi_incident_id_service_id_7e6d73b3_uniq UNIQUE (incident_id, service_id);


--
-- Name: incidents_incident_services incidents_incident_services_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_services
    ADD CONSTRAINT incidents_incident_services_pkey PRIMARY KEY (id);


--
-- Name: incidents_incident_tags incidents_incident_tags_incident_id_tag_id_a092313c_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_tags
    ADD CONSTRAINT incidents_incident_tags_incident_id_tag_id_a092313c_uniq UNIQUE (incident_id, tag_id);


--
-- Name: incidents_incident_tags incidents_incident_tags_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_tags
    ADD CONSTRAINT incidents_incident_tags_pkey PRIMARY KEY (id);


--
-- Name: incidents_incident_teams incidents_incident_teams_incident_id_team_id_22e26dfb_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_teams
    ADD CONSTRAINT incidents_incident_teams_incident_id_team_id_22e26dfb_uniq UNIQUE (incident_id, team_id);


--
-- Name: incidents_incident_teams incidents_incident_teams_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_teams
    ADD CONSTRAINT incidents_incident_teams_pkey PRIMARY KEY (id);


--
-- Name: incidents_incidentaccess incidents_incidentaccess_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incidentaccess
    ADD CONSTRAINT incidents_incidentaccess_pkey PRIMARY KEY (id);


--
-- Name: incidents_incidenthistory incidents_incidenthistory_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incidenthistory
    ADD CONSTRAINT incidents_incidenthistory_pkey PRIMARY KEY (id);


--
-- Name: incidents_incidentlink incidents_incidentlink_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incidentlink
    ADD CONSTRAINT incidents_incidentlink_pkey PRIMARY KEY (id);


--
-- Name: incidents_lensanswer incidents_lensanswer_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_lensanswer
    ADD CONSTRAINT incidents_lensanswer_pkey PRIMARY KEY (id);


--
-- Name: incidents_lensrule incidents_lensrule_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_lensrule
    ADD CONSTRAINT incidents_lensrule_pkey PRIMARY KEY (id);


--
-- Name: incidents_lensrule incidents_lensrule_rule_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_lensrule
    ADD CONSTRAINT incidents_lensrule_rule_key UNIQUE (rule);


--
-- Name: incidents_lensstamp incidents_lensstamp_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_lensstamp
    ADD CONSTRAINT incidents_lensstamp_pkey PRIMARY KEY (id);


--
-- Name: incidents_lensword incidents_lensword_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_lensword
    ADD CONSTRAINT incidents_lensword_pkey PRIMARY KEY (id);


--
-- Name: incidents_repeat incidents_repeat_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_repeat
    ADD CONSTRAINT incidents_repeat_pkey PRIMARY KEY (id);


--
-- Name: incidents_service incidents_service_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_service
    ADD CONSTRAINT incidents_service_pkey PRIMARY KEY (id);


--
-- Name: incidents_service incidents_service_slug_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_service
    ADD CONSTRAINT incidents_service_slug_key UNIQUE (slug);


--
-- Name: incidents_severity incidents_severity_level_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_severity
    ADD CONSTRAINT incidents_severity_level_key UNIQUE (level);


--
-- Name: incidents_severity incidents_severity_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_severity
    ADD CONSTRAINT incidents_severity_pkey PRIMARY KEY (id);


--
-- Name: incidents_tag incidents_tag_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_tag
    ADD CONSTRAINT incidents_tag_pkey PRIMARY KEY (id);


--
-- Name: incidents_tag incidents_tag_slug_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_tag
    ADD CONSTRAINT incidents_tag_slug_key UNIQUE (slug);


--
-- Name: incidents_timelineevent incidents_timelineevent_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_timelineevent
    ADD CONSTRAINT incidents_timelineevent_pkey PRIMARY KEY (id);


--
-- Name: incidents_lensanswer lens_answer_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_lensanswer
    ADD CONSTRAINT lens_answer_once UNIQUE (incident_id, rule, sentence);


--
-- Name: reviews_lessonanswer lesson_answered_once_by_a_team; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lessonanswer
    ADD CONSTRAINT lesson_answered_once_by_a_team UNIQUE (lesson_id, team_id);


--
-- Name: reviews_meeting meeting_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_meeting
    ADD CONSTRAINT meeting_once UNIQUE NULLS NOT DISTINCT (first_day, circle_id);


--
-- Name: people_membership membership_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT membership_once UNIQUE (team_id, user_id);


--
-- Name: reviews_monthsum month_sum_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_monthsum
    ADD CONSTRAINT month_sum_once UNIQUE NULLS NOT DISTINCT (closed_id, key, of_month, days);


--
-- Name: notifications_message notifications_message_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT notifications_message_key_key UNIQUE (key);


--
-- Name: notifications_message notifications_message_message_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT notifications_message_message_id_key UNIQUE (message_id);


--
-- Name: notifications_message notifications_message_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT notifications_message_pkey PRIMARY KEY (id);


--
-- Name: actions_nudge nudge_one_reason_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_nudge
    ADD CONSTRAINT nudge_one_reason_once UNIQUE (person_id, action_id, kind, speaks_of, step);


--
-- Name: people_absence people_absence_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_pkey PRIMARY KEY (id);


--
-- Name: people_agreement people_agreement_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_agreement
    ADD CONSTRAINT people_agreement_pkey PRIMARY KEY (id);


--
-- Name: people_auditentry people_auditentry_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_auditentry
    ADD CONSTRAINT people_auditentry_pkey PRIMARY KEY (id);


--
-- Name: people_invitation people_invitation_person_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_person_id_key UNIQUE (person_id);


--
-- Name: people_invitation people_invitation_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_pkey PRIMARY KEY (id);


--
-- Name: people_membership people_membership_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_pkey PRIMARY KEY (id);


--
-- Name: people_team people_team_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_team
    ADD CONSTRAINT people_team_pkey PRIMARY KEY (id);


--
-- Name: people_team people_team_slug_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_team
    ADD CONSTRAINT people_team_slug_key UNIQUE (slug);


--
-- Name: people_teamdeparture people_teamdeparture_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_teamdeparture
    ADD CONSTRAINT people_teamdeparture_pkey PRIMARY KEY (id);


--
-- Name: people_user people_user_email_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_user
    ADD CONSTRAINT people_user_email_key UNIQUE (email);


--
-- Name: people_user people_user_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_user
    ADD CONSTRAINT people_user_pkey PRIMARY KEY (id);


--
-- Name: people_workcalendar people_workcalendar_only_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_workcalendar
    ADD CONSTRAINT people_workcalendar_only_key UNIQUE ("only");


--
-- Name: people_workcalendar people_workcalendar_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_workcalendar
    ADD CONSTRAINT people_workcalendar_pkey PRIMARY KEY (id);


--
-- Name: postmortems_postmortemfactor postmortem_factor_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemfactor
    ADD CONSTRAINT postmortem_factor_once UNIQUE (postmortem_id, factor_id);


--
-- Name: postmortems_postmortemfactor postmortem_factor_position_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemfactor
    ADD CONSTRAINT postmortem_factor_position_once UNIQUE (postmortem_id, "position") DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortemfactor postmortem_factor_with_document; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemfactor
    ADD CONSTRAINT postmortem_factor_with_document UNIQUE (postmortem_id, id);


--
-- Name: postmortems_postmortemincident postmortem_incident_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemincident
    ADD CONSTRAINT postmortem_incident_once UNIQUE (postmortem_id, incident_id);


--
-- Name: postmortems_edition postmortems_edition_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_edition
    ADD CONSTRAINT postmortems_edition_pkey PRIMARY KEY (id);


--
-- Name: postmortems_factor postmortems_factor_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_factor
    ADD CONSTRAINT postmortems_factor_pkey PRIMARY KEY (id);


--
-- Name: postmortems_factorlink postmortems_factorlink_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_factorlink
    ADD CONSTRAINT postmortems_factorlink_pkey PRIMARY KEY (id);


--
-- Name: postmortems_importbatch postmortems_importbatch_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_importbatch
    ADD CONSTRAINT postmortems_importbatch_pkey PRIMARY KEY (id);


--
-- Name: postmortems_importfile postmortems_importfile_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_importfile
    ADD CONSTRAINT postmortems_importfile_pkey PRIMARY KEY (id);


--
-- Name: postmortems_postmortem postmortems_postmortem_lead_incident_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortem
    ADD CONSTRAINT postmortems_postmortem_lead_incident_id_key UNIQUE (lead_incident_id);


--
-- Name: postmortems_postmortem postmortems_postmortem_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortem
    ADD CONSTRAINT postmortems_postmortem_pkey PRIMARY KEY (id);


--
-- Name: postmortems_postmortemevent postmortems_postmortemevent_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemevent
    ADD CONSTRAINT postmortems_postmortemevent_pkey PRIMARY KEY (id);


--
-- Name: postmortems_postmortemfactor_evidence postmortems_postmortemfa_postmortemfactor_id_time_8c9fceb4_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemfactor_evidence
    ADD CONSTRAINT postmortems_postmortemfa_postmortemfactor_id_time_8c9fceb4_uniq UNIQUE (postmortemfactor_id, timelineevent_id);


--
-- Name: postmortems_postmortemfactor_evidence postmortems_postmortemfactor_evidence_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemfactor_evidence
    ADD CONSTRAINT postmortems_postmortemfactor_evidence_pkey PRIMARY KEY (id);


--
-- Name: postmortems_postmortemfactor postmortems_postmortemfactor_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemfactor
    ADD CONSTRAINT postmortems_postmortemfactor_pkey PRIMARY KEY (id);


--
-- Name: postmortems_postmortemincident postmortems_postmortemincident_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemincident
    ADD CONSTRAINT postmortems_postmortemincident_pkey PRIMARY KEY (id);


--
-- Name: postmortems_review postmortems_review_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_review
    ADD CONSTRAINT postmortems_review_pkey PRIMARY KEY (id);


--
-- Name: postmortems_reviewcomment postmortems_reviewcomment_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_reviewcomment
    ADD CONSTRAINT postmortems_reviewcomment_pkey PRIMARY KEY (id);


--
-- Name: postmortems_revision postmortems_revision_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_revision
    ADD CONSTRAINT postmortems_revision_pkey PRIMARY KEY (id);


--
-- Name: postmortems_searchrow postmortems_searchrow_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_searchrow
    ADD CONSTRAINT postmortems_searchrow_pkey PRIMARY KEY (id);


--
-- Name: postmortems_searchword postmortems_searchword_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_searchword
    ADD CONSTRAINT postmortems_searchword_pkey PRIMARY KEY (lexeme);


--
-- Name: postmortems_section postmortems_section_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_section
    ADD CONSTRAINT postmortems_section_pkey PRIMARY KEY (id);


--
-- Name: postmortems_sectionstate postmortems_sectionstate_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_sectionstate
    ADD CONSTRAINT postmortems_sectionstate_pkey PRIMARY KEY (id);


--
-- Name: postmortems_template postmortems_template_key_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_template
    ADD CONSTRAINT postmortems_template_key_key UNIQUE (key);


--
-- Name: postmortems_template postmortems_template_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_template
    ADD CONSTRAINT postmortems_template_pkey PRIMARY KEY (id);


--
-- Name: postmortems_templatesection postmortems_templatesection_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_templatesection
    ADD CONSTRAINT postmortems_templatesection_pkey PRIMARY KEY (id);


--
-- Name: reviews_present present_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_present
    ADD CONSTRAINT present_once UNIQUE (meeting_id, person_id);


--
-- Name: reviews_reading reading_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_reading
    ADD CONSTRAINT reading_once UNIQUE (meeting_id, postmortem_id);


--
-- Name: postmortems_review review_once_per_person; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_review
    ADD CONSTRAINT review_once_per_person UNIQUE (postmortem_id, reviewer_id);


--
-- Name: reviews_agendaitem reviews_agendaitem_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_agendaitem
    ADD CONSTRAINT reviews_agendaitem_pkey PRIMARY KEY (id);


--
-- Name: reviews_circle reviews_circle_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_circle
    ADD CONSTRAINT reviews_circle_pkey PRIMARY KEY (id);


--
-- Name: reviews_circle reviews_circle_slug_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_circle
    ADD CONSTRAINT reviews_circle_slug_key UNIQUE (slug);


--
-- Name: reviews_circle_teams reviews_circle_teams_circle_id_team_id_f27fea6f_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_circle_teams
    ADD CONSTRAINT reviews_circle_teams_circle_id_team_id_f27fea6f_uniq UNIQUE (circle_id, team_id);


--
-- Name: reviews_circle_teams reviews_circle_teams_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_circle_teams
    ADD CONSTRAINT reviews_circle_teams_pkey PRIMARY KEY (id);


--
-- Name: reviews_closedmonth reviews_closedmonth_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_closedmonth
    ADD CONSTRAINT reviews_closedmonth_pkey PRIMARY KEY (id);


--
-- Name: reviews_lesson_concerns reviews_lesson_concerns_lesson_id_team_id_f096bcca_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lesson_concerns
    ADD CONSTRAINT reviews_lesson_concerns_lesson_id_team_id_f096bcca_uniq UNIQUE (lesson_id, team_id);


--
-- Name: reviews_lesson_concerns reviews_lesson_concerns_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lesson_concerns
    ADD CONSTRAINT reviews_lesson_concerns_pkey PRIMARY KEY (id);


--
-- Name: reviews_lesson reviews_lesson_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lesson
    ADD CONSTRAINT reviews_lesson_pkey PRIMARY KEY (id);


--
-- Name: reviews_lessonanswer reviews_lessonanswer_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lessonanswer
    ADD CONSTRAINT reviews_lessonanswer_pkey PRIMARY KEY (id);


--
-- Name: reviews_meeting reviews_meeting_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_meeting
    ADD CONSTRAINT reviews_meeting_pkey PRIMARY KEY (id);


--
-- Name: reviews_meeting_teams reviews_meeting_teams_meeting_id_team_id_60a229a1_uniq; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_meeting_teams
    ADD CONSTRAINT reviews_meeting_teams_meeting_id_team_id_60a229a1_uniq UNIQUE (meeting_id, team_id);


--
-- Name: reviews_meeting_teams reviews_meeting_teams_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_meeting_teams
    ADD CONSTRAINT reviews_meeting_teams_pkey PRIMARY KEY (id);


--
-- Name: reviews_monthfigure reviews_monthfigure_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_monthfigure
    ADD CONSTRAINT reviews_monthfigure_pkey PRIMARY KEY (id);


--
-- Name: reviews_monthsum reviews_monthsum_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_monthsum
    ADD CONSTRAINT reviews_monthsum_pkey PRIMARY KEY (id);


--
-- Name: reviews_monthwaiting reviews_monthwaiting_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_monthwaiting
    ADD CONSTRAINT reviews_monthwaiting_pkey PRIMARY KEY (id);


--
-- Name: reviews_present reviews_present_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_present
    ADD CONSTRAINT reviews_present_pkey PRIMARY KEY (id);


--
-- Name: reviews_reading reviews_reading_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_reading
    ADD CONSTRAINT reviews_reading_pkey PRIMARY KEY (id);


--
-- Name: reviews_readingpolicy reviews_readingpolicy_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_readingpolicy
    ADD CONSTRAINT reviews_readingpolicy_pkey PRIMARY KEY (id);


--
-- Name: reviews_reviewfeed reviews_reviewfeed_person_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_reviewfeed
    ADD CONSTRAINT reviews_reviewfeed_person_id_key UNIQUE (person_id);


--
-- Name: reviews_reviewfeed reviews_reviewfeed_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_reviewfeed
    ADD CONSTRAINT reviews_reviewfeed_pkey PRIMARY KEY (id);


--
-- Name: reviews_reviewfeed reviews_reviewfeed_secret_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_reviewfeed
    ADD CONSTRAINT reviews_reviewfeed_secret_hash_key UNIQUE (secret_hash);


--
-- Name: reviews_stilltrue reviews_stilltrue_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_stilltrue
    ADD CONSTRAINT reviews_stilltrue_pkey PRIMARY KEY (id);


--
-- Name: reviews_story reviews_story_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_story
    ADD CONSTRAINT reviews_story_pkey PRIMARY KEY (id);


--
-- Name: reviews_teamreading reviews_teamreading_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_teamreading
    ADD CONSTRAINT reviews_teamreading_pkey PRIMARY KEY (id);


--
-- Name: postmortems_revision revision_version_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_revision
    ADD CONSTRAINT revision_version_once UNIQUE (section_id, version);


--
-- Name: postmortems_searchrow search_row_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_searchrow
    ADD CONSTRAINT search_row_once UNIQUE (kind, object_id);


--
-- Name: postmortems_section section_key_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_section
    ADD CONSTRAINT section_key_once UNIQUE (postmortem_id, key);


--
-- Name: postmortems_section section_position_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_section
    ADD CONSTRAINT section_position_once UNIQUE (postmortem_id, "position") DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_sectionstate section_state_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_sectionstate
    ADD CONSTRAINT section_state_once UNIQUE (section_id, version);


--
-- Name: reviews_story story_once_a_teller; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_story
    ADD CONSTRAINT story_once_a_teller UNIQUE NULLS NOT DISTINCT (first_day, circle_id, teller_id);


--
-- Name: people_teamdeparture team_departure_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_teamdeparture
    ADD CONSTRAINT team_departure_once UNIQUE (team_id, user_id);


--
-- Name: reviews_teamreading team_reading_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_teamreading
    ADD CONSTRAINT team_reading_once UNIQUE (postmortem_id, first_day, team_id);


--
-- Name: postmortems_templatesection template_section_key_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_templatesection
    ADD CONSTRAINT template_section_key_once UNIQUE (template_id, key);


--
-- Name: postmortems_templatesection template_section_position_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_templatesection
    ADD CONSTRAINT template_section_position_once UNIQUE (template_id, "position") DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_timelineevent timeline_event_position_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_timelineevent
    ADD CONSTRAINT timeline_event_position_once UNIQUE (incident_id, "position") DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_trackerevent tracker_event_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerevent
    ADD CONSTRAINT tracker_event_once UNIQUE (connection_id, digest);


--
-- Name: actions_trackerconnection tracker_project_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerconnection
    ADD CONSTRAINT tracker_project_once UNIQUE (kind, base_url, project);


--
-- Name: account_emailaddress_email_03be32b2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);


--
-- Name: account_emailaddress_email_03be32b2_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);


--
-- Name: account_emailaddress_user_id_2c513194; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);


--
-- Name: account_emailconfirmation_email_address_id_5b7f8c58; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);


--
-- Name: account_emailconfirmation_key_f43612bd_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);


--
-- Name: action_alias_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX action_alias_once ON public.actions_action USING btree (alias) WHERE (NOT ((alias)::text = ''::text));


--
-- Name: action_by_commitment; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX action_by_commitment ON public.actions_action USING btree (committed_at);


--
-- Name: action_by_holding; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX action_by_holding ON public.actions_action USING btree (verified_at) WHERE (verified_at IS NOT NULL);


--
-- Name: action_by_settling; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX action_by_settling ON public.actions_action USING btree (settled_at) WHERE (settled_at IS NOT NULL);


--
-- Name: action_event_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX action_event_newest ON public.actions_actionevent USING btree (action_id, at DESC);


--
-- Name: action_event_whether_held; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX action_event_whether_held ON public.actions_actionevent USING btree (at) WHERE ((kind)::text = ANY ((ARRAY['verified'::character varying, 'reopened'::character varying])::text[]));


--
-- Name: action_look_from; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX action_look_from ON public.actions_action USING btree (look_from) WHERE (look_from IS NOT NULL);


--
-- Name: action_open_by_date; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX action_open_by_date ON public.actions_action USING btree (due_on, id) WHERE ((status)::text = ANY ((ARRAY['todo'::character varying, 'in_progress'::character varying])::text[]));


--
-- Name: action_open_by_movement; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX action_open_by_movement ON public.actions_action USING btree (moved_at) WHERE ((status)::text = ANY ((ARRAY['todo'::character varying, 'in_progress'::character varying])::text[]));


--
-- Name: action_open_of_owner; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX action_open_of_owner ON public.actions_action USING btree (owner_id, due_on) WHERE ((status)::text = ANY ((ARRAY['todo'::character varying, 'in_progress'::character varying])::text[]));


--
-- Name: actions_action_created_by_id_c62485a4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_action_created_by_id_c62485a4 ON public.actions_action USING btree (created_by_id);


--
-- Name: actions_action_incident_id_7bacc0e3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_action_incident_id_7bacc0e3 ON public.actions_action USING btree (incident_id);


--
-- Name: actions_action_owner_id_b42acf84; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_action_owner_id_b42acf84 ON public.actions_action USING btree (owner_id);


--
-- Name: actions_action_risk_accepted_by_id_3306d1cc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_action_risk_accepted_by_id_3306d1cc ON public.actions_action USING btree (risk_accepted_by_id);


--
-- Name: actions_action_team_id_b74b0fec; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_action_team_id_b74b0fec ON public.actions_action USING btree (team_id);


--
-- Name: actions_action_verified_by_id_02e2f75a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_action_verified_by_id_02e2f75a ON public.actions_action USING btree (verified_by_id);


--
-- Name: actions_actionevent_action_id_9431feba; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_actionevent_action_id_9431feba ON public.actions_actionevent USING btree (action_id);


--
-- Name: actions_actionevent_by_id_db583825; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_actionevent_by_id_db583825 ON public.actions_actionevent USING btree (by_id);


--
-- Name: actions_calendarfeed_person_id_a3b89975; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_calendarfeed_person_id_a3b89975 ON public.actions_calendarfeed USING btree (person_id);


--
-- Name: actions_calendarfeed_secret_hash_f1835174_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_calendarfeed_secret_hash_f1835174_like ON public.actions_calendarfeed USING btree (secret_hash varchar_pattern_ops);


--
-- Name: actions_calendarfeed_team_id_46834f36; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_calendarfeed_team_id_46834f36 ON public.actions_calendarfeed USING btree (team_id);


--
-- Name: actions_handover_action_id_28ffc9d8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_handover_action_id_28ffc9d8 ON public.actions_handover USING btree (action_id);


--
-- Name: actions_handover_by_id_f3298c90; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_handover_by_id_f3298c90 ON public.actions_handover USING btree (by_id);


--
-- Name: actions_handover_owner_id_c61c2efe; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_handover_owner_id_c61c2efe ON public.actions_handover USING btree (owner_id);


--
-- Name: actions_handover_to_id_fa994504; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_handover_to_id_fa994504 ON public.actions_handover USING btree (to_id);


--
-- Name: actions_linkuse_action_id_a2d3eac4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_linkuse_action_id_a2d3eac4 ON public.actions_linkuse USING btree (action_id);


--
-- Name: actions_linkuse_nonce_db06db71_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_linkuse_nonce_db06db71_like ON public.actions_linkuse USING btree (nonce varchar_pattern_ops);


--
-- Name: actions_linkuse_person_id_c2cb9484; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_linkuse_person_id_c2cb9484 ON public.actions_linkuse USING btree (person_id);


--
-- Name: actions_linkuse_told_by_id_7342ab00; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_linkuse_told_by_id_7342ab00 ON public.actions_linkuse USING btree (told_by_id);


--
-- Name: actions_nudge_action_id_557d7dec; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_nudge_action_id_557d7dec ON public.actions_nudge USING btree (action_id);


--
-- Name: actions_nudge_incident_id_be36c0c9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_nudge_incident_id_be36c0c9 ON public.actions_nudge USING btree (incident_id);


--
-- Name: actions_nudge_message_id_5b7e97a3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_nudge_message_id_5b7e97a3 ON public.actions_nudge USING btree (message_id);


--
-- Name: actions_nudge_person_id_1073f10f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_nudge_person_id_1073f10f ON public.actions_nudge USING btree (person_id);


--
-- Name: actions_nudgepace_priority_e6837d71_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_nudgepace_priority_e6837d71_like ON public.actions_nudgepace USING btree (priority varchar_pattern_ops);


--
-- Name: actions_trackerconnection_created_by_id_608ee891; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_trackerconnection_created_by_id_608ee891 ON public.actions_trackerconnection USING btree (created_by_id);


--
-- Name: actions_trackerevent_connection_id_e4769c94; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_trackerevent_connection_id_e4769c94 ON public.actions_trackerevent USING btree (connection_id);


--
-- Name: actions_trackerevent_received_at_0cd2314e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_trackerevent_received_at_0cd2314e ON public.actions_trackerevent USING btree (received_at);


--
-- Name: actions_trackerlink_asked_by_id_e77a0af6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_trackerlink_asked_by_id_e77a0af6 ON public.actions_trackerlink USING btree (asked_by_id);


--
-- Name: actions_trackerlink_connection_id_57412678; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_trackerlink_connection_id_57412678 ON public.actions_trackerlink USING btree (connection_id);


--
-- Name: actions_verificationpace_kind_3e32601c_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX actions_verificationpace_kind_3e32601c_like ON public.actions_verificationpace USING btree (kind varchar_pattern_ops);


--
-- Name: audit_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX audit_newest ON public.people_auditentry USING btree (at DESC, id DESC);


--
-- Name: auth_group_name_a6ea08ec_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);


--
-- Name: auth_group_permissions_group_id_b120cbf9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);


--
-- Name: auth_group_permissions_permission_id_84c5c92e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);


--
-- Name: auth_permission_content_type_id_2f476e4b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);


--
-- Name: circle_name_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX circle_name_once ON public.reviews_circle USING btree (lower((name)::text));


--
-- Name: collab_room_name_20b7f1d7_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX collab_room_name_20b7f1d7_like ON public.collab_room USING btree (name varchar_pattern_ops);


--
-- Name: collab_update_room_id_93f1ae28; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX collab_update_room_id_93f1ae28 ON public.collab_update USING btree (room_id);


--
-- Name: django_session_expire_date_a5c62663; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);


--
-- Name: django_session_session_key_c0390e0f_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);


--
-- Name: factor_words; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX factor_words ON public.postmortems_factor USING gin (to_tsvector('english'::regconfig, (COALESCE(text, ''::character varying))::text));


--
-- Name: hand_over_one_open_per_action; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX hand_over_one_open_per_action ON public.actions_handover USING btree (action_id) WHERE ((answer)::text = 'offered'::text);


--
-- Name: hand_over_open_to; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX hand_over_open_to ON public.actions_handover USING btree (to_id) WHERE ((answer)::text = 'offered'::text);


--
-- Name: incident_kind_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_kind_newest ON public.incidents_incident USING btree (kind, happened_at DESC);


--
-- Name: incident_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_newest ON public.incidents_incident USING btree (happened_at DESC, id DESC);


--
-- Name: incident_restricted; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_restricted ON public.incidents_incident USING btree (id) WHERE is_restricted;


--
-- Name: incident_service_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_service_newest ON public.incidents_incident_services USING btree (service_id, happened_at DESC, incident_id DESC);


--
-- Name: incident_tag_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_tag_newest ON public.incidents_incident_tags USING btree (tag_id, happened_at DESC, incident_id DESC);


--
-- Name: incident_tag_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_tag_open ON public.incidents_incident_tags USING btree (tag_id) WHERE (NOT is_restricted);


--
-- Name: incident_team_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_team_newest ON public.incidents_incident_teams USING btree (team_id, happened_at DESC, incident_id DESC);


--
-- Name: incident_title_words; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incident_title_words ON public.incidents_incident USING gin (to_tsvector('english'::regconfig, (COALESCE(title, ''::character varying))::text));


--
-- Name: incidents_incident_recorded_by_id_9c4684f8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incident_recorded_by_id_9c4684f8 ON public.incidents_incident USING btree (recorded_by_id);


--
-- Name: incidents_incident_services_incident_id_06576227; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incident_services_incident_id_06576227 ON public.incidents_incident_services USING btree (incident_id);


--
-- Name: incidents_incident_services_service_id_8cef07e9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incident_services_service_id_8cef07e9 ON public.incidents_incident_services USING btree (service_id);


--
-- Name: incidents_incident_severity_id_880448e4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incident_severity_id_880448e4 ON public.incidents_incident USING btree (severity_id);


--
-- Name: incidents_incident_tags_incident_id_910867fd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incident_tags_incident_id_910867fd ON public.incidents_incident_tags USING btree (incident_id);


--
-- Name: incidents_incident_tags_tag_id_cf0600a5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incident_tags_tag_id_cf0600a5 ON public.incidents_incident_tags USING btree (tag_id);


--
-- Name: incidents_incident_teams_incident_id_817e0bdd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incident_teams_incident_id_817e0bdd ON public.incidents_incident_teams USING btree (incident_id);


--
-- Name: incidents_incident_teams_team_id_3d2596b6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incident_teams_team_id_3d2596b6 ON public.incidents_incident_teams USING btree (team_id);


--
-- Name: incidents_incidentaccess_given_by_id_9e3b725f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incidentaccess_given_by_id_9e3b725f ON public.incidents_incidentaccess USING btree (given_by_id);


--
-- Name: incidents_incidentaccess_incident_id_8e89c98a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incidentaccess_incident_id_8e89c98a ON public.incidents_incidentaccess USING btree (incident_id);


--
-- Name: incidents_incidentaccess_user_id_0abec3ea; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incidentaccess_user_id_0abec3ea ON public.incidents_incidentaccess USING btree (user_id);


--
-- Name: incidents_incidenthistory_by_id_27229b31; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incidenthistory_by_id_27229b31 ON public.incidents_incidenthistory USING btree (by_id);


--
-- Name: incidents_incidenthistory_incident_id_16762e14; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incidenthistory_incident_id_16762e14 ON public.incidents_incidenthistory USING btree (incident_id);


--
-- Name: incidents_incidenthistory_other_id_d97cf8b0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incidenthistory_other_id_d97cf8b0 ON public.incidents_incidenthistory USING btree (other_id);


--
-- Name: incidents_incidentlink_incident_id_b08d6ece; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_incidentlink_incident_id_b08d6ece ON public.incidents_incidentlink USING btree (incident_id);


--
-- Name: incidents_lensanswer_by_id_85b48a0b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_lensanswer_by_id_85b48a0b ON public.incidents_lensanswer USING btree (by_id);


--
-- Name: incidents_lensanswer_incident_id_9669ef52; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_lensanswer_incident_id_9669ef52 ON public.incidents_lensanswer USING btree (incident_id);


--
-- Name: incidents_lensrule_rule_426df59f_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_lensrule_rule_426df59f_like ON public.incidents_lensrule USING btree (rule varchar_pattern_ops);


--
-- Name: incidents_repeat_confirmed_by_id_1487e2d6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_repeat_confirmed_by_id_1487e2d6 ON public.incidents_repeat USING btree (confirmed_by_id);


--
-- Name: incidents_repeat_incident_id_0012e522; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_repeat_incident_id_0012e522 ON public.incidents_repeat USING btree (incident_id);


--
-- Name: incidents_repeat_of_id_af32e98c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_repeat_of_id_af32e98c ON public.incidents_repeat USING btree (of_id);


--
-- Name: incidents_repeat_withdrawn_by_id_5860103f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_repeat_withdrawn_by_id_5860103f ON public.incidents_repeat USING btree (withdrawn_by_id);


--
-- Name: incidents_service_slug_3842ec62_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_service_slug_3842ec62_like ON public.incidents_service USING btree (slug varchar_pattern_ops);


--
-- Name: incidents_service_team_id_fcc16eb1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_service_team_id_fcc16eb1 ON public.incidents_service USING btree (team_id);


--
-- Name: incidents_severity_template_key_63eaf02c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_severity_template_key_63eaf02c ON public.incidents_severity USING btree (template_key);


--
-- Name: incidents_severity_template_key_63eaf02c_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_severity_template_key_63eaf02c_like ON public.incidents_severity USING btree (template_key varchar_pattern_ops);


--
-- Name: incidents_tag_slug_f2f26f70_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_tag_slug_f2f26f70_like ON public.incidents_tag USING btree (slug varchar_pattern_ops);


--
-- Name: incidents_timelineevent_added_by_id_22653d89; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_timelineevent_added_by_id_22653d89 ON public.incidents_timelineevent USING btree (added_by_id);


--
-- Name: incidents_timelineevent_incident_id_8c8ba3f0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX incidents_timelineevent_incident_id_8c8ba3f0 ON public.incidents_timelineevent USING btree (incident_id);


--
-- Name: invitation_one_open_per_address; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX invitation_one_open_per_address ON public.people_invitation USING btree (lower((email)::text)) WHERE ((accepted_at IS NULL) AND (withdrawn_at IS NULL));


--
-- Name: lens_word_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX lens_word_once ON public.incidents_lensword USING btree (kind, lower((text)::text));


--
-- Name: link_use_of_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX link_use_of_person ON public.actions_linkuse USING btree (person_id, at DESC);


--
-- Name: message_of_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_of_person ON public.notifications_message USING btree (recipient_id, id DESC);


--
-- Name: message_one_nudge_mail_a_day; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX message_one_nudge_mail_a_day ON public.notifications_message USING btree (recipient_id, local_day) WHERE ((kind)::text = 'nudges'::text);


--
-- Name: message_owed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX message_owed ON public.notifications_message USING btree (send_after, id) WHERE ((state)::text = ANY ((ARRAY['waiting'::character varying, 'sending'::character varying])::text[]));


--
-- Name: month_figure_of_incident; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX month_figure_of_incident ON public.reviews_monthfigure USING btree (incident_id, closed_id);


--
-- Name: month_figure_of_measure; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX month_figure_of_measure ON public.reviews_monthfigure USING btree (closed_id, key);


--
-- Name: month_figure_of_several; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX month_figure_of_several ON public.reviews_monthfigure USING btree (closed_id) WHERE (NOT (also = '{}'::bigint[]));


--
-- Name: month_waiting_of_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX month_waiting_of_person ON public.reviews_monthwaiting USING btree (closed_id, person_id);


--
-- Name: notifications_message_key_0781d074_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notifications_message_key_0781d074_like ON public.notifications_message USING btree (key varchar_pattern_ops);


--
-- Name: notifications_message_message_id_eb5bf5c2_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notifications_message_message_id_eb5bf5c2_like ON public.notifications_message USING btree (message_id varchar_pattern_ops);


--
-- Name: notifications_message_recipient_id_f5c7dd5a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notifications_message_recipient_id_f5c7dd5a ON public.notifications_message USING btree (recipient_id);


--
-- Name: nudge_of_document_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX nudge_of_document_once ON public.actions_nudge USING btree (person_id, incident_id, kind, speaks_of, step) WHERE (incident_id IS NOT NULL);


--
-- Name: people_absence_person_id_83bbf6a9; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_absence_person_id_83bbf6a9 ON public.people_absence USING btree (person_id);


--
-- Name: people_absence_stand_in_id_dd865703; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_absence_stand_in_id_dd865703 ON public.people_absence USING btree (stand_in_id);


--
-- Name: people_agreement_changed_by_id_a2bd7de1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_agreement_changed_by_id_a2bd7de1 ON public.people_agreement USING btree (changed_by_id);


--
-- Name: people_auditentry_by_id_86bd0d99; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_auditentry_by_id_86bd0d99 ON public.people_auditentry USING btree (by_id);


--
-- Name: people_invitation_invited_by_id_3784d49d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_invitation_invited_by_id_3784d49d ON public.people_invitation USING btree (invited_by_id);


--
-- Name: people_invitation_team_id_6e30d989; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_invitation_team_id_6e30d989 ON public.people_invitation USING btree (team_id);


--
-- Name: people_membership_team_id_61ae9260; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_membership_team_id_61ae9260 ON public.people_membership USING btree (team_id);


--
-- Name: people_membership_user_id_35baff26; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_membership_user_id_35baff26 ON public.people_membership USING btree (user_id);


--
-- Name: people_team_lead_id_f3b6b1bf; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_team_lead_id_f3b6b1bf ON public.people_team USING btree (lead_id);


--
-- Name: people_team_slug_f0035d4b_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_team_slug_f0035d4b_like ON public.people_team USING btree (slug varchar_pattern_ops);


--
-- Name: people_teamdeparture_team_id_ca0e70ac; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_teamdeparture_team_id_ca0e70ac ON public.people_teamdeparture USING btree (team_id);


--
-- Name: people_teamdeparture_user_id_0daa47fd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_teamdeparture_user_id_0daa47fd ON public.people_teamdeparture USING btree (user_id);


--
-- Name: people_user_email_1f424fe4_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX people_user_email_1f424fe4_like ON public.people_user USING btree (email varchar_pattern_ops);


--
-- Name: postmortem_by_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortem_by_day ON public.postmortems_postmortem USING btree (published_at) WHERE (published_at IS NOT NULL);


--
-- Name: postmortem_by_publication; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortem_by_publication ON public.postmortems_postmortem USING btree (status, published_at DESC, id DESC);


--
-- Name: postmortem_by_review; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortem_by_review ON public.postmortems_postmortem USING btree (review_asked_at) WHERE (review_asked_at IS NOT NULL);


--
-- Name: postmortem_imported_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX postmortem_imported_once ON public.postmortems_postmortem USING btree (source_digest) WHERE (NOT ((source_digest)::text = ''::text));


--
-- Name: postmortem_last_touched; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortem_last_touched ON public.postmortems_postmortem USING btree (changed_at DESC, id DESC);


--
-- Name: postmortem_unpublished; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortem_unpublished ON public.postmortems_postmortem USING btree (created_at) WHERE (NOT ((status)::text = 'published'::text));


--
-- Name: postmortems_edition_postmortem_id_1f074ed7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_edition_postmortem_id_1f074ed7 ON public.postmortems_edition USING btree (postmortem_id);


--
-- Name: postmortems_edition_published_by_id_ee950826; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_edition_published_by_id_ee950826 ON public.postmortems_edition USING btree (published_by_id);


--
-- Name: postmortems_factor_created_by_id_774e780d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_factor_created_by_id_774e780d ON public.postmortems_factor USING btree (created_by_id);


--
-- Name: postmortems_factorlink_condition_id_bd321838; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_factorlink_condition_id_bd321838 ON public.postmortems_factorlink USING btree (condition_id);


--
-- Name: postmortems_factorlink_effect_id_61385011; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_factorlink_effect_id_61385011 ON public.postmortems_factorlink USING btree (effect_id);


--
-- Name: postmortems_factorlink_postmortem_id_59fbbaee; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_factorlink_postmortem_id_59fbbaee ON public.postmortems_factorlink USING btree (postmortem_id);


--
-- Name: postmortems_importbatch_created_by_id_6b850d94; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_importbatch_created_by_id_6b850d94 ON public.postmortems_importbatch USING btree (created_by_id);


--
-- Name: postmortems_importfile_batch_id_bb56106b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_importfile_batch_id_bb56106b ON public.postmortems_importfile USING btree (batch_id);


--
-- Name: postmortems_importfile_postmortem_id_6939e778; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_importfile_postmortem_id_6939e778 ON public.postmortems_importfile USING btree (postmortem_id);


--
-- Name: postmortems_postmortem_created_by_id_1ad9e25d; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortem_created_by_id_1ad9e25d ON public.postmortems_postmortem USING btree (created_by_id);


--
-- Name: postmortems_postmortem_facilitator_id_25a4a0a0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortem_facilitator_id_25a4a0a0 ON public.postmortems_postmortem USING btree (facilitator_id);


--
-- Name: postmortems_postmortem_template_id_2c60451a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortem_template_id_2c60451a ON public.postmortems_postmortem USING btree (template_id);


--
-- Name: postmortems_postmortemevent_by_id_b16530b3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortemevent_by_id_b16530b3 ON public.postmortems_postmortemevent USING btree (by_id);


--
-- Name: postmortems_postmortemevent_postmortem_id_79692cbb; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortemevent_postmortem_id_79692cbb ON public.postmortems_postmortemevent USING btree (postmortem_id);


--
-- Name: postmortems_postmortemfact_postmortemfactor_id_d4abb140; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortemfact_postmortemfactor_id_d4abb140 ON public.postmortems_postmortemfactor_evidence USING btree (postmortemfactor_id);


--
-- Name: postmortems_postmortemfactor_action_id_84342630; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortemfactor_action_id_84342630 ON public.postmortems_postmortemfactor USING btree (action_id);


--
-- Name: postmortems_postmortemfactor_added_by_id_6e468ccc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortemfactor_added_by_id_6e468ccc ON public.postmortems_postmortemfactor USING btree (added_by_id);


--
-- Name: postmortems_postmortemfactor_evidence_timelineevent_id_c9d9c17c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortemfactor_evidence_timelineevent_id_c9d9c17c ON public.postmortems_postmortemfactor_evidence USING btree (timelineevent_id);


--
-- Name: postmortems_postmortemfactor_factor_id_d01cf5d4; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortemfactor_factor_id_d01cf5d4 ON public.postmortems_postmortemfactor USING btree (factor_id);


--
-- Name: postmortems_postmortemfactor_postmortem_id_67b6d0cc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortemfactor_postmortem_id_67b6d0cc ON public.postmortems_postmortemfactor USING btree (postmortem_id);


--
-- Name: postmortems_postmortemincident_incident_id_2b72f4d8; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortemincident_incident_id_2b72f4d8 ON public.postmortems_postmortemincident USING btree (incident_id);


--
-- Name: postmortems_postmortemincident_postmortem_id_f1ff8530; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_postmortemincident_postmortem_id_f1ff8530 ON public.postmortems_postmortemincident USING btree (postmortem_id);


--
-- Name: postmortems_review_asked_by_id_de755fb1; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_review_asked_by_id_de755fb1 ON public.postmortems_review USING btree (asked_by_id);


--
-- Name: postmortems_review_postmortem_id_42b2b4b2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_review_postmortem_id_42b2b4b2 ON public.postmortems_review USING btree (postmortem_id);


--
-- Name: postmortems_review_reviewer_id_7b882d0b; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_review_reviewer_id_7b882d0b ON public.postmortems_review USING btree (reviewer_id);


--
-- Name: postmortems_reviewcomment_by_id_de8b530c; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_reviewcomment_by_id_de8b530c ON public.postmortems_reviewcomment USING btree (by_id);


--
-- Name: postmortems_reviewcomment_postmortem_id_7ad75c46; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_reviewcomment_postmortem_id_7ad75c46 ON public.postmortems_reviewcomment USING btree (postmortem_id);


--
-- Name: postmortems_reviewcomment_resolved_by_id_bb0b4ad3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_reviewcomment_resolved_by_id_bb0b4ad3 ON public.postmortems_reviewcomment USING btree (resolved_by_id);


--
-- Name: postmortems_reviewcomment_section_id_a592a872; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_reviewcomment_section_id_a592a872 ON public.postmortems_reviewcomment USING btree (section_id);


--
-- Name: postmortems_revision_by_id_7bffa442; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_revision_by_id_7bffa442 ON public.postmortems_revision USING btree (by_id);


--
-- Name: postmortems_revision_section_id_e05d5e0e; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_revision_section_id_e05d5e0e ON public.postmortems_revision USING btree (section_id);


--
-- Name: postmortems_searchrow_incident_id_aa93e240; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_searchrow_incident_id_aa93e240 ON public.postmortems_searchrow USING btree (incident_id);


--
-- Name: postmortems_searchword_lexeme_3e08b802_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_searchword_lexeme_3e08b802_like ON public.postmortems_searchword USING btree (lexeme text_pattern_ops);


--
-- Name: postmortems_section_key_67ffabcc; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_section_key_67ffabcc ON public.postmortems_section USING btree (key);


--
-- Name: postmortems_section_key_67ffabcc_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_section_key_67ffabcc_like ON public.postmortems_section USING btree (key varchar_pattern_ops);


--
-- Name: postmortems_section_postmortem_id_c1942628; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_section_postmortem_id_c1942628 ON public.postmortems_section USING btree (postmortem_id);


--
-- Name: postmortems_sectionstate_section_id_dc1b0d80; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_sectionstate_section_id_dc1b0d80 ON public.postmortems_sectionstate USING btree (section_id);


--
-- Name: postmortems_template_key_75e8b8d0_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_template_key_75e8b8d0_like ON public.postmortems_template USING btree (key varchar_pattern_ops);


--
-- Name: postmortems_templatesection_key_9b2902a3; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_templatesection_key_9b2902a3 ON public.postmortems_templatesection USING btree (key);


--
-- Name: postmortems_templatesection_key_9b2902a3_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_templatesection_key_9b2902a3_like ON public.postmortems_templatesection USING btree (key varchar_pattern_ops);


--
-- Name: postmortems_templatesection_template_id_28220c45; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX postmortems_templatesection_template_id_28220c45 ON public.postmortems_templatesection USING btree (template_id);


--
-- Name: repeat_confirmed_at; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX repeat_confirmed_at ON public.incidents_repeat USING btree (confirmed_at);


--
-- Name: repeat_stands_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX repeat_stands_once ON public.incidents_repeat USING btree (LEAST(incident_id, of_id), GREATEST(incident_id, of_id)) WHERE (withdrawn_at IS NULL);


--
-- Name: reviews_agendaitem_meeting_id_9724d8a5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_agendaitem_meeting_id_9724d8a5 ON public.reviews_agendaitem USING btree (meeting_id);


--
-- Name: reviews_agendaitem_topic_ea72cc47; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_agendaitem_topic_ea72cc47 ON public.reviews_agendaitem USING btree (topic);


--
-- Name: reviews_agendaitem_topic_ea72cc47_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_agendaitem_topic_ea72cc47_like ON public.reviews_agendaitem USING btree (topic varchar_pattern_ops);


--
-- Name: reviews_circle_chair_id_be9d8952; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_circle_chair_id_be9d8952 ON public.reviews_circle USING btree (chair_id);


--
-- Name: reviews_circle_slug_d06a3aa7_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_circle_slug_d06a3aa7_like ON public.reviews_circle USING btree (slug varchar_pattern_ops);


--
-- Name: reviews_circle_teams_circle_id_46bdcc04; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_circle_teams_circle_id_46bdcc04 ON public.reviews_circle_teams USING btree (circle_id);


--
-- Name: reviews_circle_teams_team_id_b4139a42; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_circle_teams_team_id_b4139a42 ON public.reviews_circle_teams USING btree (team_id);


--
-- Name: reviews_closedmonth_circle_id_1a49f75a; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_closedmonth_circle_id_1a49f75a ON public.reviews_closedmonth USING btree (circle_id);


--
-- Name: reviews_lesson_concerns_lesson_id_bed506a2; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_lesson_concerns_lesson_id_bed506a2 ON public.reviews_lesson_concerns USING btree (lesson_id);


--
-- Name: reviews_lesson_concerns_team_id_7e37f314; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_lesson_concerns_team_id_7e37f314 ON public.reviews_lesson_concerns USING btree (team_id);


--
-- Name: reviews_lesson_incident_id_32017bcd; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_lesson_incident_id_32017bcd ON public.reviews_lesson USING btree (incident_id);


--
-- Name: reviews_lesson_meeting_id_c1f34595; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_lesson_meeting_id_c1f34595 ON public.reviews_lesson USING btree (meeting_id);


--
-- Name: reviews_lesson_told_by_id_099e2bab; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_lesson_told_by_id_099e2bab ON public.reviews_lesson USING btree (told_by_id);


--
-- Name: reviews_lessonanswer_action_id_b7f21562; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_lessonanswer_action_id_b7f21562 ON public.reviews_lessonanswer USING btree (action_id);


--
-- Name: reviews_lessonanswer_by_id_67d81910; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_lessonanswer_by_id_67d81910 ON public.reviews_lessonanswer USING btree (by_id);


--
-- Name: reviews_lessonanswer_lesson_id_299ae957; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_lessonanswer_lesson_id_299ae957 ON public.reviews_lessonanswer USING btree (lesson_id);


--
-- Name: reviews_lessonanswer_team_id_35bb9d64; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_lessonanswer_team_id_35bb9d64 ON public.reviews_lessonanswer USING btree (team_id);


--
-- Name: reviews_meeting_chair_id_2dcd580f; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_meeting_chair_id_2dcd580f ON public.reviews_meeting USING btree (chair_id);


--
-- Name: reviews_meeting_circle_id_dcd9d330; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_meeting_circle_id_dcd9d330 ON public.reviews_meeting USING btree (circle_id);


--
-- Name: reviews_meeting_teams_meeting_id_7d02e3b0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_meeting_teams_meeting_id_7d02e3b0 ON public.reviews_meeting_teams USING btree (meeting_id);


--
-- Name: reviews_meeting_teams_team_id_9b2d9ec7; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_meeting_teams_team_id_9b2d9ec7 ON public.reviews_meeting_teams USING btree (team_id);


--
-- Name: reviews_meeting_topic_cacbb160; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_meeting_topic_cacbb160 ON public.reviews_meeting USING btree (topic);


--
-- Name: reviews_meeting_topic_cacbb160_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_meeting_topic_cacbb160_like ON public.reviews_meeting USING btree (topic varchar_pattern_ops);


--
-- Name: reviews_monthfigure_closed_id_44860641; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_monthfigure_closed_id_44860641 ON public.reviews_monthfigure USING btree (closed_id);


--
-- Name: reviews_monthsum_closed_id_be0e6a42; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_monthsum_closed_id_be0e6a42 ON public.reviews_monthsum USING btree (closed_id);


--
-- Name: reviews_present_meeting_id_d13ac420; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_present_meeting_id_d13ac420 ON public.reviews_present USING btree (meeting_id);


--
-- Name: reviews_present_person_id_0b84d578; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_present_person_id_0b84d578 ON public.reviews_present USING btree (person_id);


--
-- Name: reviews_reading_meeting_id_108a2bfb; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_reading_meeting_id_108a2bfb ON public.reviews_reading USING btree (meeting_id);


--
-- Name: reviews_reading_postmortem_id_13aea2e0; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_reading_postmortem_id_13aea2e0 ON public.reviews_reading USING btree (postmortem_id);


--
-- Name: reviews_reviewfeed_secret_hash_9eba3030_like; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_reviewfeed_secret_hash_9eba3030_like ON public.reviews_reviewfeed USING btree (secret_hash varchar_pattern_ops);


--
-- Name: reviews_stilltrue_by_id_37e7d3b5; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_stilltrue_by_id_37e7d3b5 ON public.reviews_stilltrue USING btree (by_id);


--
-- Name: reviews_stilltrue_postmortem_id_76e479cf; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_stilltrue_postmortem_id_76e479cf ON public.reviews_stilltrue USING btree (postmortem_id);


--
-- Name: reviews_story_circle_id_36f171ac; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_story_circle_id_36f171ac ON public.reviews_story USING btree (circle_id);


--
-- Name: reviews_story_teller_id_c56e0426; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_story_teller_id_c56e0426 ON public.reviews_story USING btree (teller_id);


--
-- Name: reviews_teamreading_postmortem_id_1b223c97; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_teamreading_postmortem_id_1b223c97 ON public.reviews_teamreading USING btree (postmortem_id);


--
-- Name: reviews_teamreading_team_id_3241b2f6; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX reviews_teamreading_team_id_3241b2f6 ON public.reviews_teamreading USING btree (team_id);


--
-- Name: search_row_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX search_row_newest ON public.postmortems_searchrow USING btree (at DESC, id DESC);


--
-- Name: search_row_title_vector; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX search_row_title_vector ON public.postmortems_searchrow USING gin (title_vector);


--
-- Name: search_row_vector; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX search_row_vector ON public.postmortems_searchrow USING gin (vector);


--
-- Name: service_name_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX service_name_once ON public.incidents_service USING btree (lower((name)::text));


--
-- Name: severity_name_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX severity_name_once ON public.incidents_severity USING btree (lower((name)::text));


--
-- Name: tag_name_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX tag_name_once ON public.incidents_tag USING btree (lower((name)::text));


--
-- Name: team_name_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX team_name_once ON public.people_team USING btree (lower((name)::text));


--
-- Name: template_name_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX template_name_once ON public.postmortems_template USING btree (lower((name)::text));


--
-- Name: tracker_link_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX tracker_link_due ON public.actions_trackerlink USING btree (next_try_at);


--
-- Name: tracker_link_ticket_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX tracker_link_ticket_once ON public.actions_trackerlink USING btree (connection_id, key) WHERE (NOT ((key)::text = ''::text));


--
-- Name: unique_primary_email; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";


--
-- Name: unique_verified_email; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;


--
-- Name: update_of_room; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX update_of_room ON public.collab_update USING btree (room_id, id);


--
-- Name: user_email_once; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX user_email_once ON public.people_user USING btree (lower((email)::text));


--
-- Name: actions_action action_look_at_once_changed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER action_look_at_once_changed BEFORE UPDATE OF status, owner_id, team_id, incident_id, due_on, priority, moved_at, committed_at, settled_at, snoozed_until, verify_on, look_again_on, risk_accepted_by_id ON public.actions_action FOR EACH ROW EXECUTE FUNCTION public.action_look_at_once();


--
-- Name: actions_action action_look_at_once_new; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER action_look_at_once_new BEFORE INSERT ON public.actions_action FOR EACH ROW EXECUTE FUNCTION public.action_look_at_once();


--
-- Name: actions_action action_stays_with_incident; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER action_stays_with_incident BEFORE UPDATE OF incident_id ON public.actions_action FOR EACH ROW WHEN ((old.incident_id <> new.incident_id)) EXECUTE FUNCTION public.action_stays_with_incident();


--
-- Name: people_workcalendar actions_look_at_once_by_calendar; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER actions_look_at_once_by_calendar AFTER INSERT OR UPDATE ON public.people_workcalendar FOR EACH STATEMENT EXECUTE FUNCTION public.actions_all_look_at_once();


--
-- Name: actions_nudgepace actions_look_at_once_by_pace; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER actions_look_at_once_by_pace AFTER INSERT OR UPDATE ON public.actions_nudgepace FOR EACH STATEMENT EXECUTE FUNCTION public.actions_all_look_at_once();


--
-- Name: people_absence actions_of_absent_look_at_once; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER actions_of_absent_look_at_once AFTER INSERT OR DELETE OR UPDATE ON public.people_absence FOR EACH ROW EXECUTE FUNCTION public.actions_of_person_look_at_once();


--
-- Name: incidents_incidentaccess actions_of_incident_look_at_once; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER actions_of_incident_look_at_once AFTER INSERT OR DELETE ON public.incidents_incidentaccess FOR EACH ROW EXECUTE FUNCTION public.actions_of_incident_look_at_once();


--
-- Name: people_teamdeparture actions_of_left_team_look_at_once; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER actions_of_left_team_look_at_once AFTER INSERT OR DELETE OR UPDATE ON public.people_teamdeparture FOR EACH ROW EXECUTE FUNCTION public.actions_of_team_look_at_once();


--
-- Name: people_user actions_of_person_look_at_once; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER actions_of_person_look_at_once AFTER UPDATE ON public.people_user FOR EACH ROW WHEN (((((((((((old.is_active IS DISTINCT FROM new.is_active) OR ((old.time_zone)::text IS DISTINCT FROM (new.time_zone)::text)) OR (old.working_days IS DISTINCT FROM new.working_days)) OR ((old.holiday_country)::text IS DISTINCT FROM (new.holiday_country)::text)) OR ((old.holiday_subdivision)::text IS DISTINCT FROM (new.holiday_subdivision)::text)) OR (old.nudge_ahead IS DISTINCT FROM new.nudge_ahead)) OR (old.nudge_every IS DISTINCT FROM new.nudge_every)) OR (old.nudges_weekly IS DISTINCT FROM new.nudges_weekly)) OR (old.quiet_from IS DISTINCT FROM new.quiet_from)) OR (old.quiet_until IS DISTINCT FROM new.quiet_until))) EXECUTE FUNCTION public.actions_of_person_look_at_once();


--
-- Name: people_team actions_of_team_look_at_once; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER actions_of_team_look_at_once AFTER UPDATE OF lead_id ON public.people_team FOR EACH ROW WHEN ((old.lead_id IS DISTINCT FROM new.lead_id)) EXECUTE FUNCTION public.actions_of_team_look_at_once();


--
-- Name: reviews_meeting closed_meeting_is_frozen; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER closed_meeting_is_frozen BEFORE DELETE OR UPDATE ON public.reviews_meeting FOR EACH ROW EXECUTE FUNCTION public.closed_meeting_is_frozen();


--
-- Name: reviews_closedmonth closed_month_is_frozen; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER closed_month_is_frozen BEFORE DELETE OR UPDATE ON public.reviews_closedmonth FOR EACH ROW EXECUTE FUNCTION public.closed_month_is_frozen();


--
-- Name: postmortems_edition edition_is_frozen; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER edition_is_frozen BEFORE DELETE OR UPDATE ON public.postmortems_edition FOR EACH ROW EXECUTE FUNCTION public.edition_is_frozen();


--
-- Name: postmortems_factorlink factor_link_closes_no_circle; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER factor_link_closes_no_circle BEFORE INSERT OR UPDATE ON public.postmortems_factorlink FOR EACH ROW EXECUTE FUNCTION public.factor_link_closes_no_circle();


--
-- Name: incidents_incident incident_gate_stays_closed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER incident_gate_stays_closed BEFORE UPDATE OF actions_gated ON public.incidents_incident FOR EACH ROW WHEN ((old.actions_gated AND (NOT new.actions_gated))) EXECUTE FUNCTION public.incident_gate_stays_closed();


--
-- Name: incidents_incident_services incident_service_follows; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER incident_service_follows BEFORE INSERT ON public.incidents_incident_services FOR EACH ROW EXECUTE FUNCTION public.touched_as_the_incident_is();


--
-- Name: incidents_incident_tags incident_tag_follows; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER incident_tag_follows BEFORE INSERT ON public.incidents_incident_tags FOR EACH ROW EXECUTE FUNCTION public.touched_as_the_incident_is();


--
-- Name: incidents_incident_tags incident_tag_is_known; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER incident_tag_is_known AFTER INSERT ON public.incidents_incident_tags FOR EACH ROW WHEN ((NOT new.is_restricted)) EXECUTE FUNCTION public.tag_is_known();


--
-- Name: incidents_incident_teams incident_team_follows; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER incident_team_follows BEFORE INSERT ON public.incidents_incident_teams FOR EACH ROW EXECUTE FUNCTION public.touched_as_the_incident_is();


--
-- Name: reviews_monthfigure month_figure_is_frozen; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER month_figure_is_frozen BEFORE DELETE OR UPDATE ON public.reviews_monthfigure FOR EACH ROW EXECUTE FUNCTION public.closed_month_is_frozen();


--
-- Name: reviews_monthsum month_sum_is_frozen; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER month_sum_is_frozen BEFORE DELETE OR UPDATE ON public.reviews_monthsum FOR EACH ROW EXECUTE FUNCTION public.closed_month_is_frozen();


--
-- Name: reviews_monthwaiting month_waiting_is_frozen; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER month_waiting_is_frozen BEFORE DELETE OR UPDATE ON public.reviews_monthwaiting FOR EACH ROW EXECUTE FUNCTION public.closed_month_is_frozen();


--
-- Name: account_emailaddress account_emailaddress_user_id_2c513194_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: account_emailconfirmation account_emailconfirm_email_address_id_5b7f8c58_fk_account_e; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_action action_follows_gate; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_action
    ADD CONSTRAINT action_follows_gate FOREIGN KEY (incident_id, gated) REFERENCES public.incidents_incident(id, actions_gated) ON UPDATE CASCADE;


--
-- Name: actions_action actions_action_created_by_id_c62485a4_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_action
    ADD CONSTRAINT actions_action_created_by_id_c62485a4_fk_people_user_id FOREIGN KEY (created_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_action actions_action_incident_id_7bacc0e3_fk_incidents_incident_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_action
    ADD CONSTRAINT actions_action_incident_id_7bacc0e3_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_action actions_action_owner_id_b42acf84_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_action
    ADD CONSTRAINT actions_action_owner_id_b42acf84_fk_people_user_id FOREIGN KEY (owner_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_action actions_action_risk_accepted_by_id_3306d1cc_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_action
    ADD CONSTRAINT actions_action_risk_accepted_by_id_3306d1cc_fk_people_user_id FOREIGN KEY (risk_accepted_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_action actions_action_team_id_b74b0fec_fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_action
    ADD CONSTRAINT actions_action_team_id_b74b0fec_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_action actions_action_verified_by_id_02e2f75a_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_action
    ADD CONSTRAINT actions_action_verified_by_id_02e2f75a_fk_people_user_id FOREIGN KEY (verified_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_actionevent actions_actionevent_action_id_9431feba_fk_actions_action_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_actionevent
    ADD CONSTRAINT actions_actionevent_action_id_9431feba_fk_actions_action_id FOREIGN KEY (action_id) REFERENCES public.actions_action(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_actionevent actions_actionevent_by_id_db583825_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_actionevent
    ADD CONSTRAINT actions_actionevent_by_id_db583825_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_calendarfeed actions_calendarfeed_person_id_a3b89975_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_calendarfeed
    ADD CONSTRAINT actions_calendarfeed_person_id_a3b89975_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_calendarfeed actions_calendarfeed_team_id_46834f36_fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_calendarfeed
    ADD CONSTRAINT actions_calendarfeed_team_id_46834f36_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_handover actions_handover_action_id_28ffc9d8_fk_actions_action_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_handover
    ADD CONSTRAINT actions_handover_action_id_28ffc9d8_fk_actions_action_id FOREIGN KEY (action_id) REFERENCES public.actions_action(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_handover actions_handover_by_id_f3298c90_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_handover
    ADD CONSTRAINT actions_handover_by_id_f3298c90_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_handover actions_handover_owner_id_c61c2efe_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_handover
    ADD CONSTRAINT actions_handover_owner_id_c61c2efe_fk_people_user_id FOREIGN KEY (owner_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_handover actions_handover_to_id_fa994504_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_handover
    ADD CONSTRAINT actions_handover_to_id_fa994504_fk_people_user_id FOREIGN KEY (to_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_itemsfilehead actions_itemsfilehea_incident_id_d52b5d07_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_itemsfilehead
    ADD CONSTRAINT actions_itemsfilehea_incident_id_d52b5d07_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_linkuse actions_linkuse_action_id_a2d3eac4_fk_actions_action_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_linkuse
    ADD CONSTRAINT actions_linkuse_action_id_a2d3eac4_fk_actions_action_id FOREIGN KEY (action_id) REFERENCES public.actions_action(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_linkuse actions_linkuse_event_id_c544b307_fk_actions_actionevent_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_linkuse
    ADD CONSTRAINT actions_linkuse_event_id_c544b307_fk_actions_actionevent_id FOREIGN KEY (event_id) REFERENCES public.actions_actionevent(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_linkuse actions_linkuse_person_id_c2cb9484_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_linkuse
    ADD CONSTRAINT actions_linkuse_person_id_c2cb9484_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_linkuse actions_linkuse_told_by_id_7342ab00_fk_notifications_message_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_linkuse
    ADD CONSTRAINT actions_linkuse_told_by_id_7342ab00_fk_notifications_message_id FOREIGN KEY (told_by_id) REFERENCES public.notifications_message(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_nudge actions_nudge_action_id_557d7dec_fk_actions_action_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_nudge
    ADD CONSTRAINT actions_nudge_action_id_557d7dec_fk_actions_action_id FOREIGN KEY (action_id) REFERENCES public.actions_action(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_nudge actions_nudge_incident_id_be36c0c9_fk_incidents_incident_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_nudge
    ADD CONSTRAINT actions_nudge_incident_id_be36c0c9_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_nudge actions_nudge_message_id_5b7e97a3_fk_notifications_message_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_nudge
    ADD CONSTRAINT actions_nudge_message_id_5b7e97a3_fk_notifications_message_id FOREIGN KEY (message_id) REFERENCES public.notifications_message(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_nudge actions_nudge_person_id_1073f10f_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_nudge
    ADD CONSTRAINT actions_nudge_person_id_1073f10f_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_trackerconnection actions_trackerconne_created_by_id_608ee891_fk_people_us; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerconnection
    ADD CONSTRAINT actions_trackerconne_created_by_id_608ee891_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_trackerevent actions_trackerevent_connection_id_e4769c94_fk_actions_t; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerevent
    ADD CONSTRAINT actions_trackerevent_connection_id_e4769c94_fk_actions_t FOREIGN KEY (connection_id) REFERENCES public.actions_trackerconnection(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_trackerlink actions_trackerlink_action_id_fe9e860e_fk_actions_action_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerlink
    ADD CONSTRAINT actions_trackerlink_action_id_fe9e860e_fk_actions_action_id FOREIGN KEY (action_id) REFERENCES public.actions_action(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_trackerlink actions_trackerlink_asked_by_id_e77a0af6_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerlink
    ADD CONSTRAINT actions_trackerlink_asked_by_id_e77a0af6_fk_people_user_id FOREIGN KEY (asked_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: actions_trackerlink actions_trackerlink_connection_id_57412678_fk_actions_t; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.actions_trackerlink
    ADD CONSTRAINT actions_trackerlink_connection_id_57412678_fk_actions_t FOREIGN KEY (connection_id) REFERENCES public.actions_trackerconnection(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_group_permissions auth_group_permissio_permission_id_84c5c92e_fk_auth_perm; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_group_permissions auth_group_permissions_group_id_b120cbf9_fk_auth_group_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: auth_permission auth_permission_content_type_id_2f476e4b_fk_django_co; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: collab_snapshot collab_snapshot_room_id_1f422fd0_fk_collab_room_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.collab_snapshot
    ADD CONSTRAINT collab_snapshot_room_id_1f422fd0_fk_collab_room_id FOREIGN KEY (room_id) REFERENCES public.collab_room(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: collab_update collab_update_room_id_93f1ae28_fk_collab_room_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.collab_update
    ADD CONSTRAINT collab_update_room_id_93f1ae28_fk_collab_room_id FOREIGN KEY (room_id) REFERENCES public.collab_room(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_factorlink factor_link_condition_here; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_factorlink
    ADD CONSTRAINT factor_link_condition_here FOREIGN KEY (postmortem_id, condition_id) REFERENCES public.postmortems_postmortemfactor(postmortem_id, id) DEFERRABLE;


--
-- Name: postmortems_factorlink factor_link_effect_here; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_factorlink
    ADD CONSTRAINT factor_link_effect_here FOREIGN KEY (postmortem_id, effect_id) REFERENCES public.postmortems_postmortemfactor(postmortem_id, id) DEFERRABLE;


--
-- Name: incidents_incident_services incident_service_follows; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_services
    ADD CONSTRAINT incident_service_follows FOREIGN KEY (incident_id, happened_at, is_restricted) REFERENCES public.incidents_incident(id, happened_at, is_restricted) ON UPDATE CASCADE;


--
-- Name: incidents_incident_tags incident_tag_follows; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_tags
    ADD CONSTRAINT incident_tag_follows FOREIGN KEY (incident_id, happened_at, is_restricted) REFERENCES public.incidents_incident(id, happened_at, is_restricted) ON UPDATE CASCADE;


--
-- Name: incidents_incident_teams incident_team_follows; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_teams
    ADD CONSTRAINT incident_team_follows FOREIGN KEY (incident_id, happened_at, is_restricted) REFERENCES public.incidents_incident(id, happened_at, is_restricted) ON UPDATE CASCADE;


--
-- Name: incidents_impact incidents_impact_incident_id_c557fa61_fk_incidents_incident_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_impact
    ADD CONSTRAINT incidents_impact_incident_id_c557fa61_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incident incidents_incident_recorded_by_id_9c4684f8_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_recorded_by_id_9c4684f8_fk_people_user_id FOREIGN KEY (recorded_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incident_services incidents_incident_s_incident_id_06576227_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_services
    ADD CONSTRAINT incidents_incident_s_incident_id_06576227_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incident_services incidents_incident_s_service_id_8cef07e9_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_services
    ADD CONSTRAINT incidents_incident_s_service_id_8cef07e9_fk_incidents FOREIGN KEY (service_id) REFERENCES public.incidents_service(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incident incidents_incident_severity_id_880448e4_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident
    ADD CONSTRAINT incidents_incident_severity_id_880448e4_fk_incidents FOREIGN KEY (severity_id) REFERENCES public.incidents_severity(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incident_teams incidents_incident_t_incident_id_817e0bdd_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_teams
    ADD CONSTRAINT incidents_incident_t_incident_id_817e0bdd_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incident_tags incidents_incident_t_incident_id_910867fd_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_tags
    ADD CONSTRAINT incidents_incident_t_incident_id_910867fd_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incident_tags incidents_incident_tags_tag_id_cf0600a5_fk_incidents_tag_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_tags
    ADD CONSTRAINT incidents_incident_tags_tag_id_cf0600a5_fk_incidents_tag_id FOREIGN KEY (tag_id) REFERENCES public.incidents_tag(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incident_teams incidents_incident_teams_team_id_3d2596b6_fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incident_teams
    ADD CONSTRAINT incidents_incident_teams_team_id_3d2596b6_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incidentaccess incidents_incidentac_incident_id_8e89c98a_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incidentaccess
    ADD CONSTRAINT incidents_incidentac_incident_id_8e89c98a_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incidentaccess incidents_incidentaccess_given_by_id_9e3b725f_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incidentaccess
    ADD CONSTRAINT incidents_incidentaccess_given_by_id_9e3b725f_fk_people_user_id FOREIGN KEY (given_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incidentaccess incidents_incidentaccess_user_id_0abec3ea_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incidentaccess
    ADD CONSTRAINT incidents_incidentaccess_user_id_0abec3ea_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incidenthistory incidents_incidenthi_incident_id_16762e14_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incidenthistory
    ADD CONSTRAINT incidents_incidenthi_incident_id_16762e14_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incidenthistory incidents_incidenthi_other_id_d97cf8b0_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incidenthistory
    ADD CONSTRAINT incidents_incidenthi_other_id_d97cf8b0_fk_incidents FOREIGN KEY (other_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incidenthistory incidents_incidenthistory_by_id_27229b31_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incidenthistory
    ADD CONSTRAINT incidents_incidenthistory_by_id_27229b31_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_incidentlink incidents_incidentli_incident_id_b08d6ece_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_incidentlink
    ADD CONSTRAINT incidents_incidentli_incident_id_b08d6ece_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_lensanswer incidents_lensanswer_by_id_85b48a0b_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_lensanswer
    ADD CONSTRAINT incidents_lensanswer_by_id_85b48a0b_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_lensanswer incidents_lensanswer_incident_id_9669ef52_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_lensanswer
    ADD CONSTRAINT incidents_lensanswer_incident_id_9669ef52_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_repeat incidents_repeat_confirmed_by_id_1487e2d6_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_repeat
    ADD CONSTRAINT incidents_repeat_confirmed_by_id_1487e2d6_fk_people_user_id FOREIGN KEY (confirmed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_repeat incidents_repeat_incident_id_0012e522_fk_incidents_incident_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_repeat
    ADD CONSTRAINT incidents_repeat_incident_id_0012e522_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_repeat incidents_repeat_of_id_af32e98c_fk_incidents_incident_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_repeat
    ADD CONSTRAINT incidents_repeat_of_id_af32e98c_fk_incidents_incident_id FOREIGN KEY (of_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_repeat incidents_repeat_withdrawn_by_id_5860103f_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_repeat
    ADD CONSTRAINT incidents_repeat_withdrawn_by_id_5860103f_fk_people_user_id FOREIGN KEY (withdrawn_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_service incidents_service_team_id_fcc16eb1_fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_service
    ADD CONSTRAINT incidents_service_team_id_fcc16eb1_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_timelineevent incidents_timelineev_incident_id_8c8ba3f0_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_timelineevent
    ADD CONSTRAINT incidents_timelineev_incident_id_8c8ba3f0_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_timelineevent incidents_timelineevent_added_by_id_22653d89_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_timelineevent
    ADD CONSTRAINT incidents_timelineevent_added_by_id_22653d89_fk_people_user_id FOREIGN KEY (added_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: notifications_message notifications_message_recipient_id_f5c7dd5a_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notifications_message
    ADD CONSTRAINT notifications_message_recipient_id_f5c7dd5a_fk_people_user_id FOREIGN KEY (recipient_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_absence people_absence_person_id_83bbf6a9_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_person_id_83bbf6a9_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_absence people_absence_stand_in_id_dd865703_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_absence
    ADD CONSTRAINT people_absence_stand_in_id_dd865703_fk_people_user_id FOREIGN KEY (stand_in_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_agreement people_agreement_changed_by_id_a2bd7de1_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_agreement
    ADD CONSTRAINT people_agreement_changed_by_id_a2bd7de1_fk_people_user_id FOREIGN KEY (changed_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_auditentry people_auditentry_by_id_86bd0d99_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_auditentry
    ADD CONSTRAINT people_auditentry_by_id_86bd0d99_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_invitation people_invitation_invited_by_id_3784d49d_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_invited_by_id_3784d49d_fk_people_user_id FOREIGN KEY (invited_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_invitation people_invitation_person_id_d00204d6_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_person_id_d00204d6_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_invitation people_invitation_team_id_6e30d989_fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_invitation
    ADD CONSTRAINT people_invitation_team_id_6e30d989_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_membership people_membership_team_id_61ae9260_fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_team_id_61ae9260_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_membership people_membership_user_id_35baff26_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_membership
    ADD CONSTRAINT people_membership_user_id_35baff26_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_team people_team_lead_id_f3b6b1bf_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_team
    ADD CONSTRAINT people_team_lead_id_f3b6b1bf_fk_people_user_id FOREIGN KEY (lead_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_teamdeparture people_teamdeparture_team_id_ca0e70ac_fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_teamdeparture
    ADD CONSTRAINT people_teamdeparture_team_id_ca0e70ac_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: people_teamdeparture people_teamdeparture_user_id_0daa47fd_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.people_teamdeparture
    ADD CONSTRAINT people_teamdeparture_user_id_0daa47fd_fk_people_user_id FOREIGN KEY (user_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortem postmortem_follows_gate; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortem
    ADD CONSTRAINT postmortem_follows_gate FOREIGN KEY (lead_incident_id, gated) REFERENCES public.incidents_incident(id, actions_gated) ON UPDATE CASCADE;


--
-- Name: postmortems_edition postmortems_edition_postmortem_id_1f074ed7_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_edition
    ADD CONSTRAINT postmortems_edition_postmortem_id_1f074ed7_fk_postmorte FOREIGN KEY (postmortem_id) REFERENCES public.postmortems_postmortem(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_edition postmortems_edition_published_by_id_ee950826_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_edition
    ADD CONSTRAINT postmortems_edition_published_by_id_ee950826_fk_people_user_id FOREIGN KEY (published_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_factor postmortems_factor_created_by_id_774e780d_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_factor
    ADD CONSTRAINT postmortems_factor_created_by_id_774e780d_fk_people_user_id FOREIGN KEY (created_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_factorlink postmortems_factorli_condition_id_bd321838_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_factorlink
    ADD CONSTRAINT postmortems_factorli_condition_id_bd321838_fk_postmorte FOREIGN KEY (condition_id) REFERENCES public.postmortems_postmortemfactor(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_factorlink postmortems_factorli_effect_id_61385011_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_factorlink
    ADD CONSTRAINT postmortems_factorli_effect_id_61385011_fk_postmorte FOREIGN KEY (effect_id) REFERENCES public.postmortems_postmortemfactor(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_factorlink postmortems_factorli_postmortem_id_59fbbaee_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_factorlink
    ADD CONSTRAINT postmortems_factorli_postmortem_id_59fbbaee_fk_postmorte FOREIGN KEY (postmortem_id) REFERENCES public.postmortems_postmortem(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_importbatch postmortems_importba_created_by_id_6b850d94_fk_people_us; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_importbatch
    ADD CONSTRAINT postmortems_importba_created_by_id_6b850d94_fk_people_us FOREIGN KEY (created_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_importfile postmortems_importfi_batch_id_bb56106b_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_importfile
    ADD CONSTRAINT postmortems_importfi_batch_id_bb56106b_fk_postmorte FOREIGN KEY (batch_id) REFERENCES public.postmortems_importbatch(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_importfile postmortems_importfi_postmortem_id_6939e778_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_importfile
    ADD CONSTRAINT postmortems_importfi_postmortem_id_6939e778_fk_postmorte FOREIGN KEY (postmortem_id) REFERENCES public.postmortems_postmortem(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortemfactor postmortems_postmort_action_id_84342630_fk_actions_a; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemfactor
    ADD CONSTRAINT postmortems_postmort_action_id_84342630_fk_actions_a FOREIGN KEY (action_id) REFERENCES public.actions_action(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortemfactor postmortems_postmort_added_by_id_6e468ccc_fk_people_us; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemfactor
    ADD CONSTRAINT postmortems_postmort_added_by_id_6e468ccc_fk_people_us FOREIGN KEY (added_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortem postmortems_postmort_facilitator_id_25a4a0a0_fk_people_us; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortem
    ADD CONSTRAINT postmortems_postmort_facilitator_id_25a4a0a0_fk_people_us FOREIGN KEY (facilitator_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortemfactor postmortems_postmort_factor_id_d01cf5d4_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemfactor
    ADD CONSTRAINT postmortems_postmort_factor_id_d01cf5d4_fk_postmorte FOREIGN KEY (factor_id) REFERENCES public.postmortems_factor(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortemincident postmortems_postmort_incident_id_2b72f4d8_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemincident
    ADD CONSTRAINT postmortems_postmort_incident_id_2b72f4d8_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortem postmortems_postmort_lead_incident_id_9be1226b_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortem
    ADD CONSTRAINT postmortems_postmort_lead_incident_id_9be1226b_fk_incidents FOREIGN KEY (lead_incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortemfactor postmortems_postmort_postmortem_id_67b6d0cc_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemfactor
    ADD CONSTRAINT postmortems_postmort_postmortem_id_67b6d0cc_fk_postmorte FOREIGN KEY (postmortem_id) REFERENCES public.postmortems_postmortem(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortemevent postmortems_postmort_postmortem_id_79692cbb_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemevent
    ADD CONSTRAINT postmortems_postmort_postmortem_id_79692cbb_fk_postmorte FOREIGN KEY (postmortem_id) REFERENCES public.postmortems_postmortem(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortemincident postmortems_postmort_postmortem_id_f1ff8530_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemincident
    ADD CONSTRAINT postmortems_postmort_postmortem_id_f1ff8530_fk_postmorte FOREIGN KEY (postmortem_id) REFERENCES public.postmortems_postmortem(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortemfactor_evidence postmortems_postmort_postmortemfactor_id_d4abb140_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemfactor_evidence
    ADD CONSTRAINT postmortems_postmort_postmortemfactor_id_d4abb140_fk_postmorte FOREIGN KEY (postmortemfactor_id) REFERENCES public.postmortems_postmortemfactor(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortem postmortems_postmort_template_id_2c60451a_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortem
    ADD CONSTRAINT postmortems_postmort_template_id_2c60451a_fk_postmorte FOREIGN KEY (template_id) REFERENCES public.postmortems_template(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortemfactor_evidence postmortems_postmort_timelineevent_id_c9d9c17c_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemfactor_evidence
    ADD CONSTRAINT postmortems_postmort_timelineevent_id_c9d9c17c_fk_incidents FOREIGN KEY (timelineevent_id) REFERENCES public.incidents_timelineevent(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortem postmortems_postmortem_created_by_id_1ad9e25d_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortem
    ADD CONSTRAINT postmortems_postmortem_created_by_id_1ad9e25d_fk_people_user_id FOREIGN KEY (created_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_postmortemevent postmortems_postmortemevent_by_id_b16530b3_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_postmortemevent
    ADD CONSTRAINT postmortems_postmortemevent_by_id_b16530b3_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_review postmortems_review_asked_by_id_de755fb1_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_review
    ADD CONSTRAINT postmortems_review_asked_by_id_de755fb1_fk_people_user_id FOREIGN KEY (asked_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_review postmortems_review_postmortem_id_42b2b4b2_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_review
    ADD CONSTRAINT postmortems_review_postmortem_id_42b2b4b2_fk_postmorte FOREIGN KEY (postmortem_id) REFERENCES public.postmortems_postmortem(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_review postmortems_review_reviewer_id_7b882d0b_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_review
    ADD CONSTRAINT postmortems_review_reviewer_id_7b882d0b_fk_people_user_id FOREIGN KEY (reviewer_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_reviewcomment postmortems_reviewco_postmortem_id_7ad75c46_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_reviewcomment
    ADD CONSTRAINT postmortems_reviewco_postmortem_id_7ad75c46_fk_postmorte FOREIGN KEY (postmortem_id) REFERENCES public.postmortems_postmortem(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_reviewcomment postmortems_reviewco_resolved_by_id_bb0b4ad3_fk_people_us; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_reviewcomment
    ADD CONSTRAINT postmortems_reviewco_resolved_by_id_bb0b4ad3_fk_people_us FOREIGN KEY (resolved_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_reviewcomment postmortems_reviewco_section_id_a592a872_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_reviewcomment
    ADD CONSTRAINT postmortems_reviewco_section_id_a592a872_fk_postmorte FOREIGN KEY (section_id) REFERENCES public.postmortems_section(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_reviewcomment postmortems_reviewcomment_by_id_de8b530c_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_reviewcomment
    ADD CONSTRAINT postmortems_reviewcomment_by_id_de8b530c_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_revision postmortems_revision_by_id_7bffa442_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_revision
    ADD CONSTRAINT postmortems_revision_by_id_7bffa442_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_revision postmortems_revision_section_id_e05d5e0e_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_revision
    ADD CONSTRAINT postmortems_revision_section_id_e05d5e0e_fk_postmorte FOREIGN KEY (section_id) REFERENCES public.postmortems_section(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_searchrow postmortems_searchro_incident_id_aa93e240_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_searchrow
    ADD CONSTRAINT postmortems_searchro_incident_id_aa93e240_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_section postmortems_section_postmortem_id_c1942628_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_section
    ADD CONSTRAINT postmortems_section_postmortem_id_c1942628_fk_postmorte FOREIGN KEY (postmortem_id) REFERENCES public.postmortems_postmortem(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_sectionstate postmortems_sections_section_id_dc1b0d80_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_sectionstate
    ADD CONSTRAINT postmortems_sections_section_id_dc1b0d80_fk_postmorte FOREIGN KEY (section_id) REFERENCES public.postmortems_section(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: postmortems_templatesection postmortems_template_template_id_28220c45_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.postmortems_templatesection
    ADD CONSTRAINT postmortems_template_template_id_28220c45_fk_postmorte FOREIGN KEY (template_id) REFERENCES public.postmortems_template(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_agendaitem reviews_agendaitem_meeting_id_9724d8a5_fk_reviews_meeting_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_agendaitem
    ADD CONSTRAINT reviews_agendaitem_meeting_id_9724d8a5_fk_reviews_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.reviews_meeting(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_circle reviews_circle_chair_id_be9d8952_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_circle
    ADD CONSTRAINT reviews_circle_chair_id_be9d8952_fk_people_user_id FOREIGN KEY (chair_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_circle_teams reviews_circle_teams_circle_id_46bdcc04_fk_reviews_circle_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_circle_teams
    ADD CONSTRAINT reviews_circle_teams_circle_id_46bdcc04_fk_reviews_circle_id FOREIGN KEY (circle_id) REFERENCES public.reviews_circle(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_circle_teams reviews_circle_teams_team_id_b4139a42_fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_circle_teams
    ADD CONSTRAINT reviews_circle_teams_team_id_b4139a42_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_closedmonth reviews_closedmonth_circle_id_1a49f75a_fk_reviews_circle_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_closedmonth
    ADD CONSTRAINT reviews_closedmonth_circle_id_1a49f75a_fk_reviews_circle_id FOREIGN KEY (circle_id) REFERENCES public.reviews_circle(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_lesson_concerns reviews_lesson_concerns_lesson_id_bed506a2_fk_reviews_lesson_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lesson_concerns
    ADD CONSTRAINT reviews_lesson_concerns_lesson_id_bed506a2_fk_reviews_lesson_id FOREIGN KEY (lesson_id) REFERENCES public.reviews_lesson(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_lesson_concerns reviews_lesson_concerns_team_id_7e37f314_fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lesson_concerns
    ADD CONSTRAINT reviews_lesson_concerns_team_id_7e37f314_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_lesson reviews_lesson_incident_id_32017bcd_fk_incidents_incident_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lesson
    ADD CONSTRAINT reviews_lesson_incident_id_32017bcd_fk_incidents_incident_id FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_lesson reviews_lesson_meeting_id_c1f34595_fk_reviews_meeting_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lesson
    ADD CONSTRAINT reviews_lesson_meeting_id_c1f34595_fk_reviews_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.reviews_meeting(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_lesson reviews_lesson_told_by_id_099e2bab_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lesson
    ADD CONSTRAINT reviews_lesson_told_by_id_099e2bab_fk_people_user_id FOREIGN KEY (told_by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_lessonanswer reviews_lessonanswer_action_id_b7f21562_fk_actions_action_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lessonanswer
    ADD CONSTRAINT reviews_lessonanswer_action_id_b7f21562_fk_actions_action_id FOREIGN KEY (action_id) REFERENCES public.actions_action(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_lessonanswer reviews_lessonanswer_by_id_67d81910_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lessonanswer
    ADD CONSTRAINT reviews_lessonanswer_by_id_67d81910_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_lessonanswer reviews_lessonanswer_lesson_id_299ae957_fk_reviews_lesson_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lessonanswer
    ADD CONSTRAINT reviews_lessonanswer_lesson_id_299ae957_fk_reviews_lesson_id FOREIGN KEY (lesson_id) REFERENCES public.reviews_lesson(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_lessonanswer reviews_lessonanswer_team_id_35bb9d64_fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_lessonanswer
    ADD CONSTRAINT reviews_lessonanswer_team_id_35bb9d64_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_meeting reviews_meeting_chair_id_2dcd580f_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_meeting
    ADD CONSTRAINT reviews_meeting_chair_id_2dcd580f_fk_people_user_id FOREIGN KEY (chair_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_meeting reviews_meeting_circle_id_dcd9d330_fk_reviews_circle_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_meeting
    ADD CONSTRAINT reviews_meeting_circle_id_dcd9d330_fk_reviews_circle_id FOREIGN KEY (circle_id) REFERENCES public.reviews_circle(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_meeting_teams reviews_meeting_teams_meeting_id_7d02e3b0_fk_reviews_meeting_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_meeting_teams
    ADD CONSTRAINT reviews_meeting_teams_meeting_id_7d02e3b0_fk_reviews_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.reviews_meeting(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_meeting_teams reviews_meeting_teams_team_id_9b2d9ec7_fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_meeting_teams
    ADD CONSTRAINT reviews_meeting_teams_team_id_9b2d9ec7_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_monthfigure reviews_monthfigure_closed_id_44860641_fk_reviews_c; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_monthfigure
    ADD CONSTRAINT reviews_monthfigure_closed_id_44860641_fk_reviews_c FOREIGN KEY (closed_id) REFERENCES public.reviews_closedmonth(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_monthfigure reviews_monthfigure_incident_id_35cc3225_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_monthfigure
    ADD CONSTRAINT reviews_monthfigure_incident_id_35cc3225_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_monthsum reviews_monthsum_closed_id_be0e6a42_fk_reviews_closedmonth_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_monthsum
    ADD CONSTRAINT reviews_monthsum_closed_id_be0e6a42_fk_reviews_closedmonth_id FOREIGN KEY (closed_id) REFERENCES public.reviews_closedmonth(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_monthwaiting reviews_monthwaiting_closed_id_70312308_fk_reviews_c; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_monthwaiting
    ADD CONSTRAINT reviews_monthwaiting_closed_id_70312308_fk_reviews_c FOREIGN KEY (closed_id) REFERENCES public.reviews_closedmonth(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_monthwaiting reviews_monthwaiting_incident_id_e31cbbc8_fk_incidents; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_monthwaiting
    ADD CONSTRAINT reviews_monthwaiting_incident_id_e31cbbc8_fk_incidents FOREIGN KEY (incident_id) REFERENCES public.incidents_incident(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_monthwaiting reviews_monthwaiting_person_id_26ba478b_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_monthwaiting
    ADD CONSTRAINT reviews_monthwaiting_person_id_26ba478b_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_present reviews_present_meeting_id_d13ac420_fk_reviews_meeting_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_present
    ADD CONSTRAINT reviews_present_meeting_id_d13ac420_fk_reviews_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.reviews_meeting(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_present reviews_present_person_id_0b84d578_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_present
    ADD CONSTRAINT reviews_present_person_id_0b84d578_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_reading reviews_reading_meeting_id_108a2bfb_fk_reviews_meeting_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_reading
    ADD CONSTRAINT reviews_reading_meeting_id_108a2bfb_fk_reviews_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.reviews_meeting(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_reading reviews_reading_postmortem_id_13aea2e0_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_reading
    ADD CONSTRAINT reviews_reading_postmortem_id_13aea2e0_fk_postmorte FOREIGN KEY (postmortem_id) REFERENCES public.postmortems_postmortem(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_reviewfeed reviews_reviewfeed_person_id_179c9532_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_reviewfeed
    ADD CONSTRAINT reviews_reviewfeed_person_id_179c9532_fk_people_user_id FOREIGN KEY (person_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_stilltrue reviews_stilltrue_by_id_37e7d3b5_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_stilltrue
    ADD CONSTRAINT reviews_stilltrue_by_id_37e7d3b5_fk_people_user_id FOREIGN KEY (by_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_stilltrue reviews_stilltrue_postmortem_id_76e479cf_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_stilltrue
    ADD CONSTRAINT reviews_stilltrue_postmortem_id_76e479cf_fk_postmorte FOREIGN KEY (postmortem_id) REFERENCES public.postmortems_postmortem(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_story reviews_story_circle_id_36f171ac_fk_reviews_circle_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_story
    ADD CONSTRAINT reviews_story_circle_id_36f171ac_fk_reviews_circle_id FOREIGN KEY (circle_id) REFERENCES public.reviews_circle(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_story reviews_story_teller_id_c56e0426_fk_people_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_story
    ADD CONSTRAINT reviews_story_teller_id_c56e0426_fk_people_user_id FOREIGN KEY (teller_id) REFERENCES public.people_user(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_teamreading reviews_teamreading_postmortem_id_1b223c97_fk_postmorte; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_teamreading
    ADD CONSTRAINT reviews_teamreading_postmortem_id_1b223c97_fk_postmorte FOREIGN KEY (postmortem_id) REFERENCES public.postmortems_postmortem(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: reviews_teamreading reviews_teamreading_team_id_3241b2f6_fk_people_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.reviews_teamreading
    ADD CONSTRAINT reviews_teamreading_team_id_3241b2f6_fk_people_team_id FOREIGN KEY (team_id) REFERENCES public.people_team(id) DEFERRABLE INITIALLY DEFERRED;


--
-- Name: incidents_tag tag_known_by_an_open_use; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incidents_tag
    ADD CONSTRAINT tag_known_by_an_open_use FOREIGN KEY (known_row, known_restricted) REFERENCES public.incidents_incident_tags(id, is_restricted) ON UPDATE SET NULL ON DELETE SET NULL;


--
-- PostgreSQL database dump complete
--


