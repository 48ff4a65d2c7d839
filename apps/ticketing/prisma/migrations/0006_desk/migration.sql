-- The desk: figures, templates of answers, and who is proposed for a new case.

-- The wall of more tables is worked out once for a statement, as 0004_search says.
DO $$
DECLARE
  tenant text := 'tenant_id = (SELECT anju_tenant())';
  estate text := '((SELECT current_setting(''anju.estates'', true) = ''*'') OR estate_id = ANY (
    (SELECT CASE current_setting(''anju.estates'', true) WHEN ''*'' THEN NULL
     ELSE string_to_array(nullif(current_setting(''anju.estates'', true), ''''), '','')::uuid[] END)::uuid[]))';
  person text := '((SELECT current_setting(''anju.person'', true) = '''')
    OR requester_id = (SELECT nullif(current_setting(''anju.person'', true), '''')::uuid))';
  staff text := '(SELECT current_setting(''anju.person'', true) = '''')';
  walled text;
BEGIN
  FOREACH walled IN ARRAY ARRAY['escalation', 'ticket_stay', 'ticket_file', 'ticket_message'] LOOP
    EXECUTE format('ALTER POLICY wall ON %I USING (%2$s) WITH CHECK (%2$s)', walled, concat_ws(' AND ', tenant, estate, person,
      CASE walled WHEN 'ticket_message' THEN format('(NOT internal OR %s)', staff) END));
  END LOOP;

  -- What figures count of a case, as it happened: a case that was solved twice is counted twice, and last month's figures
  -- stay what they were. Residents' steps are written, and never read by residents.
  CREATE TABLE ticket_step (
    tenant_id   uuid NOT NULL,
    id          uuid NOT NULL DEFAULT gen_random_uuid(),
    ticket_id   uuid NOT NULL,
    estate_id   uuid NOT NULL,
    ticket_kind text NOT NULL,
    category    text NOT NULL,
    step        text NOT NULL CHECK (step IN ('recorded', 'resolved', 'closed', 'reopened', 'cancelled', 'declined', 'merged', 'duplicate')),
    -- how it was closed
    reason      text,
    -- whom the step speaks of
    staff_id    uuid,
    at          timestamptz(3) NOT NULL,
    -- figures read nothing but this index
    PRIMARY KEY (tenant_id, at, id) INCLUDE (estate_id, ticket_kind, category, step, reason, staff_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id) ON DELETE CASCADE
  );
  CALL anju_wall('ticket_step', concat_ws(' AND ', tenant, estate), 'SELECT, INSERT');
  EXECUTE format('ALTER POLICY wall ON ticket_step USING (%s)', concat_ws(' AND ', tenant, estate, staff));
  -- a case that is filed anew takes what was counted of it along
  EXECUTE format('GRANT UPDATE (category) ON ticket_step, ticket_stay TO %I', anju_role('app'));
END $$;
CREATE INDEX ticket_step_of_ticket ON ticket_step (tenant_id, ticket_id);

-- Whatever writes a case, its steps are counted from then on.
CREATE FUNCTION anju_step(one ticket, step text, staff uuid, at timestamptz, reason text DEFAULT NULL) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO ticket_step (tenant_id, ticket_id, estate_id, ticket_kind, category, step, reason, staff_id, at)
  VALUES (one.tenant_id, one.id, one.estate_id, one.kind, one.category, step, reason, staff, at)
$$;
CREATE FUNCTION anju_keep_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM anju_step(NEW, 'recorded', NEW.recorder_id, NEW.created_at);
  RETURN NULL;
END $$;
CREATE FUNCTION anju_keep_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.category <> OLD.category THEN
    UPDATE ticket_step SET category = NEW.category WHERE tenant_id = NEW.tenant_id AND ticket_id = NEW.id;
    UPDATE ticket_stay SET category = NEW.category WHERE tenant_id = NEW.tenant_id AND ticket_id = NEW.id;
    UPDATE promise SET category = NEW.category WHERE tenant_id = NEW.tenant_id AND ticket_id = NEW.id;
    UPDATE commitment SET category = NEW.category WHERE tenant_id = NEW.tenant_id AND ticket_id = NEW.id;
    UPDATE visit SET category = NEW.category WHERE tenant_id = NEW.tenant_id AND ticket_id = NEW.id;
  END IF;
  IF NEW.state = OLD.state THEN RETURN NULL; END IF;
  IF NEW.resolved_at IS DISTINCT FROM OLD.resolved_at OR NEW.state = 'resolved' THEN
    PERFORM anju_step(NEW, 'resolved', NEW.resolver_id, NEW.resolved_at);
  END IF;
  IF OLD.state IN ('resolved', 'following_up', 'closed') AND NEW.state = 'in_progress' THEN
    PERFORM anju_step(NEW, 'reopened', NEW.resolver_id, NEW.state_since);
  ELSIF NEW.state = 'closed' THEN
    PERFORM anju_step(NEW, 'closed', NEW.resolver_id, NEW.closed_at, NEW.closed_by);
  ELSIF NEW.state IN ('cancelled', 'declined', 'merged', 'duplicate') THEN
    PERFORM anju_step(NEW, NEW.state, NEW.assignee_id, NEW.state_since);
  END IF;
  RETURN NULL;
END $$;
-- a case of another system was recorded there
CREATE TRIGGER keep_recorded AFTER INSERT ON ticket FOR EACH ROW WHEN (NEW.external_number IS NULL)
  EXECUTE FUNCTION anju_keep_recorded();
CREATE TRIGGER keep_steps AFTER UPDATE ON ticket FOR EACH ROW
  WHEN (NEW.state <> OLD.state OR NEW.category <> OLD.category) EXECUTE FUNCTION anju_keep_steps();

-- Who had the case when a promise was settled: figures of people do not change when a case is passed on later.
ALTER TABLE promise ADD COLUMN holder_id uuid;
CREATE FUNCTION anju_keep_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE promise SET holder_id = CASE NEW.state WHEN 'broken' THEN NEW.broken_by
      ELSE (SELECT assignee_id FROM ticket WHERE tenant_id = NEW.tenant_id AND id = NEW.ticket_id) END
  WHERE tenant_id = NEW.tenant_id AND id = NEW.id;
  RETURN NULL;
END $$;
-- after, because only then is the case itself written
CREATE TRIGGER keep_holder AFTER UPDATE ON promise FOR EACH ROW WHEN (OLD.state = 'open' AND NEW.state <> 'open')
  EXECUTE FUNCTION anju_keep_holder();

-- Whose solution was visited, and what case a commitment belongs to, so that figures read one table.
ALTER TABLE visit ADD COLUMN resolver_id uuid;
ALTER TABLE commitment ADD COLUMN ticket_kind text, ADD COLUMN category text;
CREATE FUNCTION anju_keep_resolver() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.resolver_id := (SELECT resolver_id FROM ticket WHERE tenant_id = NEW.tenant_id AND id = NEW.ticket_id);
  RETURN NEW;
END $$;
CREATE FUNCTION anju_keep_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT kind, t.category INTO NEW.ticket_kind, NEW.category FROM ticket t WHERE tenant_id = NEW.tenant_id AND id = NEW.ticket_id;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_resolver BEFORE INSERT ON visit FOR EACH ROW EXECUTE FUNCTION anju_keep_resolver();
CREATE TRIGGER keep_kind BEFORE INSERT ON commitment FOR EACH ROW EXECUTE FUNCTION anju_keep_kind();

-- People of the desk: whether new cases may be proposed to them, and whose turn it is. No person of a case stands here,
-- because a resident's recording reads it too.
CREATE TABLE desk_person (
  tenant_id uuid NOT NULL,
  staff_id  uuid NOT NULL,
  on_duty   boolean NOT NULL,
  -- grows with every case given to anybody: the lowest went without one longest
  turn      bigint NOT NULL,
  PRIMARY KEY (tenant_id, staff_id)
);
CALL anju_wall('desk_person', 'tenant_id = (SELECT anju_tenant())', 'SELECT, INSERT, UPDATE');

-- Who has which case that is worked on, for whoever may not see the case and yet has to know how much somebody has.
CREATE TABLE desk_case (
  tenant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  staff_id  uuid NOT NULL,
  PRIMARY KEY (tenant_id, ticket_id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX desk_case_of_staff ON desk_case (tenant_id, staff_id);
CALL anju_wall('desk_case', 'tenant_id = (SELECT anju_tenant())');

CREATE FUNCTION anju_active(state text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT state IN ('new', 'verifying', 'in_progress', 'pending', 'awaiting_approval') $$;
CREATE FUNCTION anju_keep_load() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.assignee_id IS NULL OR NOT anju_active(NEW.state) THEN
    DELETE FROM desk_case WHERE tenant_id = NEW.tenant_id AND ticket_id = NEW.id;
  ELSE
    INSERT INTO desk_case (tenant_id, ticket_id, staff_id) VALUES (NEW.tenant_id, NEW.id, NEW.assignee_id)
    ON CONFLICT (tenant_id, ticket_id) DO UPDATE SET staff_id = excluded.staff_id WHERE desk_case.staff_id <> excluded.staff_id;
  END IF;
  IF NEW.assignee_id IS NOT NULL AND (TG_OP = 'INSERT' OR NEW.assignee_id IS DISTINCT FROM OLD.assignee_id) THEN
    INSERT INTO desk_person (tenant_id, staff_id, on_duty, turn)
    SELECT NEW.tenant_id, NEW.assignee_id, false, 1 + coalesce(max(turn), 0) FROM desk_person WHERE tenant_id = NEW.tenant_id
    ON CONFLICT (tenant_id, staff_id) DO UPDATE SET turn = excluded.turn;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_load_of_new AFTER INSERT ON ticket FOR EACH ROW WHEN (NEW.assignee_id IS NOT NULL)
  EXECUTE FUNCTION anju_keep_load();
CREATE TRIGGER keep_load AFTER UPDATE ON ticket FOR EACH ROW
  WHEN (NEW.assignee_id IS DISTINCT FROM OLD.assignee_id OR (NEW.state <> OLD.state AND NEW.assignee_id IS NOT NULL))
  EXECUTE FUNCTION anju_keep_load();

-- Rows of before are brought along by the owner, whom the forced wall would hide them from. What happened is told by the
-- service's own events.
DO $$
DECLARE
  walled text;
  tables text[] := ARRAY['ticket', 'event', 'promise', 'visit', 'commitment', 'ticket_step', 'desk_case'];
BEGIN
  FOREACH walled IN ARRAY tables LOOP EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', walled); END LOOP;
  INSERT INTO ticket_step (tenant_id, ticket_id, estate_id, ticket_kind, category, step, reason, staff_id, at)
    SELECT t.tenant_id, t.id, t.estate_id, t.kind, t.category, told.step, CASE told.step WHEN 'closed' THEN coalesce(t.closed_by, 'staff') END,
      CASE told.step WHEN 'recorded' THEN t.recorder_id WHEN 'resolved' THEN e.actor_id ELSE t.resolver_id END, e.occurred_at
    FROM (VALUES ('TicketRecorded', 'recorded'), ('TicketResolved', 'resolved'), ('TicketReopened', 'reopened'), ('TicketClosed', 'closed'))
      AS told (type, step)
    JOIN event e ON e.type = 'anju.ticketing.v1.' || told.type
    JOIN ticket t ON t.tenant_id = e.tenant_id AND t.id = e.aggregateid;
  INSERT INTO ticket_step (tenant_id, ticket_id, estate_id, ticket_kind, category, step, staff_id, at)
    SELECT tenant_id, id, estate_id, kind, category, state, assignee_id, state_since FROM ticket
    WHERE state IN ('cancelled', 'declined', 'merged', 'duplicate') AND external_number IS NULL;
  UPDATE promise p SET holder_id = CASE p.state WHEN 'broken' THEN p.broken_by ELSE t.assignee_id END
    FROM ticket t WHERE t.tenant_id = p.tenant_id AND t.id = p.ticket_id AND p.state <> 'open';
  UPDATE visit v SET resolver_id = t.resolver_id FROM ticket t WHERE t.tenant_id = v.tenant_id AND t.id = v.ticket_id;
  UPDATE commitment c SET ticket_kind = t.kind, category = t.category
    FROM ticket t WHERE t.tenant_id = c.tenant_id AND t.id = c.ticket_id;
  INSERT INTO desk_case SELECT tenant_id, id, assignee_id FROM ticket WHERE assignee_id IS NOT NULL AND anju_active(state);
  FOREACH walled IN ARRAY tables LOOP EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', walled); END LOOP;
END $$;

-- Figures read only these: whatever the wall, the filters and the groups ask for stands in them.
CREATE INDEX promise_figures ON promise (tenant_id, due_at)
  INCLUDE (estate_id, requester_id, kind, state, ticket_kind, category, holder_id);
CREATE INDEX ticket_stay_figures ON ticket_stay (tenant_id, to_at)
  INCLUDE (estate_id, requester_id, state, working_minutes, ticket_kind, category);
CREATE INDEX visit_figures ON visit (tenant_id, at)
  INCLUDE (estate_id, requester_id, satisfaction, ticket_kind, category, resolver_id) WHERE satisfaction > 0;
CREATE INDEX commitment_ended ON commitment (tenant_id, ended_at)
  INCLUDE (estate_id, requester_id, department, state, ticket_kind, category, staff_id) WHERE ended_at IS NOT NULL;
CREATE INDEX commitment_overdue ON commitment (tenant_id, overdue_at)
  INCLUDE (estate_id, requester_id, department, ticket_kind, category, staff_id) WHERE overdue_at IS NOT NULL;
CREATE INDEX ticket_running ON ticket (tenant_id, state)
  INCLUDE (estate_id, requester_id, state_since, kind, category, assignee_id)
  WHERE state NOT IN ('closed', 'cancelled', 'declined', 'merged', 'duplicate');

-- Settings of the desk are the company's; whose estates they concern is judged where they are written.
CREATE TABLE answer_template (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  title      text NOT NULL CHECK (title <> ''),
  body       text NOT NULL CHECK (body <> ''),
  occasion   text NOT NULL CHECK (occasion IN ('progress', 'solution', 'findings', 'message', 'decline')),
  states     text[] NOT NULL,
  kinds      text[] NOT NULL,
  categories text[] NOT NULL,
  estate_ids uuid[] NOT NULL,
  updated_at timestamptz(3) NOT NULL,
  version    integer NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CALL anju_wall('answer_template', 'tenant_id = (SELECT anju_tenant())');

CREATE TABLE assignment_rule (
  tenant_id  uuid NOT NULL,
  id         uuid NOT NULL,
  priority   integer NOT NULL,
  estate_ids uuid[] NOT NULL,
  categories text[] NOT NULL,
  kinds      text[] NOT NULL,
  staff_ids  uuid[] NOT NULL,
  by         text NOT NULL CHECK (by IN ('least_load', 'round_robin')),
  updated_at timestamptz(3) NOT NULL,
  version    integer NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CALL anju_wall('assignment_rule', 'tenant_id = (SELECT anju_tenant())');
