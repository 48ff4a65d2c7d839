-- Article 7 whole: clocks that warn and break by themselves, waiting, the ladder, planned visits, related cases.

ALTER TABLE ticket
  ADD COLUMN state_since        timestamptz(3) NOT NULL DEFAULT now(),
  ADD COLUMN closed_by          text CHECK (closed_by IN ('staff', 'requester', 'visited', 'no_answer', 'not_sampled')),
  ADD COLUMN close_reason       text CHECK (close_reason IN ('staff', 'requester', 'visited', 'no_answer', 'not_sampled')),
  ADD COLUMN close_due_at       timestamptz(3),
  ADD COLUMN visit_due_at       timestamptz(3),
  ADD COLUMN visit_announced_at timestamptz(3),
  ADD COLUMN wait_reason        text CHECK (wait_reason IN ('owner', 'parts', 'third_party')),
  ADD COLUMN wait_note          text,
  ADD COLUMN wait_since         timestamptz(3),
  ADD COLUMN wait_counted_to    timestamptz(3),
  ADD COLUMN wait_until         timestamptz(3),
  ADD COLUMN parent_id          uuid,
  ADD COLUMN merged_into_id     uuid,
  ADD COLUMN split_from_id      uuid,
  -- the nearest deadline still owed: the order of the queue
  ADD COLUMN next_due_at        timestamptz(3),
  ADD FOREIGN KEY (tenant_id, parent_id) REFERENCES ticket (tenant_id, id),
  ADD FOREIGN KEY (tenant_id, merged_into_id) REFERENCES ticket (tenant_id, id),
  ADD FOREIGN KEY (tenant_id, split_from_id) REFERENCES ticket (tenant_id, id),
  DROP CONSTRAINT ticket_state_check,
  ADD CONSTRAINT ticket_state_check CHECK (state IN ('new', 'verifying', 'in_progress', 'pending', 'awaiting_approval',
    'resolved', 'following_up', 'closed', 'cancelled', 'declined', 'merged', 'duplicate')),
  ADD CONSTRAINT ticket_waits CHECK ((state = 'pending') = (wait_reason IS NOT NULL)),
  ADD CONSTRAINT ticket_merged CHECK ((state IN ('merged', 'duplicate')) = (merged_into_id IS NOT NULL));
ALTER TABLE ticket ALTER COLUMN state_since DROP DEFAULT;
CREATE INDEX ticket_children ON ticket (tenant_id, parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX ticket_merged_into ON ticket (tenant_id, merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX ticket_queue ON ticket (tenant_id, next_due_at, id) WHERE next_due_at IS NOT NULL;
CREATE INDEX ticket_visits ON ticket (tenant_id, visit_due_at, id) WHERE visit_due_at IS NOT NULL;
-- who works on how much
CREATE INDEX ticket_load ON ticket (tenant_id, assignee_id)
  WHERE state IN ('new', 'verifying', 'in_progress', 'pending', 'awaiting_approval');

-- Rows of before are brought along by the owner, whom the forced wall would hide them from.
ALTER TABLE promise NO FORCE ROW LEVEL SECURITY;
ALTER TABLE commitment NO FORCE ROW LEVEL SECURITY;
ALTER TABLE visit NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ticket NO FORCE ROW LEVEL SECURITY;
ALTER TABLE promise
  ADD COLUMN first_due_at timestamptz(3),
  ADD COLUMN warn_at      timestamptz(3),
  ADD COLUMN warned_at    timestamptz(3),
  ADD COLUMN broken_by    uuid,
  -- of the case, so that figures read one table
  ADD COLUMN ticket_kind  text,
  ADD COLUMN category     text;
UPDATE promise p SET first_due_at = p.due_at, warn_at = p.due_at, ticket_kind = t.kind, category = t.category
  FROM ticket t WHERE t.tenant_id = p.tenant_id AND t.id = p.ticket_id;
ALTER TABLE promise
  ALTER COLUMN first_due_at SET NOT NULL, ALTER COLUMN warn_at SET NOT NULL,
  ALTER COLUMN ticket_kind SET NOT NULL, ALTER COLUMN category SET NOT NULL;
ALTER TABLE commitment
  ADD COLUMN first_due_at timestamptz(3),
  ADD COLUMN warn_at      timestamptz(3),
  ADD COLUMN warned_at    timestamptz(3),
  ADD COLUMN overdue_at   timestamptz(3),
  ADD COLUMN overdue_by   uuid,
  DROP CONSTRAINT commitment_state_check,
  ADD CONSTRAINT commitment_state_check
    CHECK (state IN ('requested', 'accepted', 'declined', 'fulfilled', 'returned', 'withdrawn'));
UPDATE commitment SET first_due_at = due_at, warn_at = due_at;
ALTER TABLE commitment ALTER COLUMN first_due_at SET NOT NULL, ALTER COLUMN warn_at SET NOT NULL;
ALTER TABLE visit
  ALTER COLUMN staff_id DROP NOT NULL,
  ADD COLUMN ticket_kind text,
  ADD COLUMN category    text;
UPDATE visit v SET ticket_kind = t.kind, category = t.category
  FROM ticket t WHERE t.tenant_id = v.tenant_id AND t.id = v.ticket_id;
ALTER TABLE visit ALTER COLUMN ticket_kind SET NOT NULL, ALTER COLUMN category SET NOT NULL;
ALTER TABLE promise FORCE ROW LEVEL SECURITY;
ALTER TABLE commitment FORCE ROW LEVEL SECURITY;
ALTER TABLE visit FORCE ROW LEVEL SECURITY;
ALTER TABLE ticket FORCE ROW LEVEL SECURITY;

CREATE TABLE escalation (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL,
  ticket_id       uuid NOT NULL,
  estate_id       uuid NOT NULL,
  requester_id    uuid,
  -- the promise or the commitment that was missed
  item_id         uuid NOT NULL,
  level           integer NOT NULL CHECK (level > 0),
  post            text NOT NULL,
  at              timestamptz(3) NOT NULL,
  acknowledged_at timestamptz(3),
  acknowledged_by uuid,
  PRIMARY KEY (tenant_id, id),
  -- a rung is climbed once
  UNIQUE (tenant_id, item_id, level),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
);
CREATE INDEX escalation_of_ticket ON escalation (tenant_id, ticket_id);
CALL anju_wall('escalation', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id) AND anju_sees_person(requester_id)');

-- How long a case was in each state it has left.
CREATE TABLE ticket_stay (
  tenant_id       uuid NOT NULL,
  id              uuid NOT NULL,
  ticket_id       uuid NOT NULL,
  estate_id       uuid NOT NULL,
  requester_id    uuid,
  ticket_kind     text NOT NULL,
  category        text NOT NULL,
  state           text NOT NULL,
  from_at         timestamptz(3) NOT NULL,
  to_at           timestamptz(3) NOT NULL,
  working_minutes integer NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
);
CREATE INDEX ticket_stay_of_ticket ON ticket_stay (tenant_id, ticket_id);
CALL anju_wall('ticket_stay', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id) AND anju_sees_person(requester_id)',
               'SELECT, INSERT');

-- When time alone will next change something about a case. Whoever wakes cases sees the times of every company, and
-- nothing else of them, by asking for the roll call.
CREATE TABLE ticket_wake (
  tenant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  at        timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, ticket_id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
);
CREATE INDEX ticket_wake_next ON ticket_wake (at);
CALL anju_wall('ticket_wake', 'tenant_id = anju_tenant() OR current_setting(''anju.roll_call'', true) = ''on''');

-- Published versions of the time limits; a case keeps the one that judges it.
CREATE TABLE policy_version (
  tenant_id    uuid NOT NULL,
  version      text NOT NULL,
  effective_at timestamptz(3) NOT NULL,
  body         jsonb NOT NULL,
  published_at timestamptz(3) NOT NULL,
  published_by uuid,
  PRIMARY KEY (tenant_id, version)
);
CREATE INDEX policy_version_effective ON policy_version (tenant_id, effective_at DESC);
CALL anju_wall('policy_version', 'tenant_id = anju_tenant()', 'SELECT, INSERT');

-- What was said about a case: between the desk and the requester, or among staff alone.
CREATE TABLE ticket_message (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  ticket_id    uuid NOT NULL,
  estate_id    uuid NOT NULL,
  requester_id uuid,
  internal     boolean NOT NULL,
  author_kind  text NOT NULL CHECK (author_kind IN ('staff', 'resident')),
  author_id    uuid NOT NULL,
  text         text NOT NULL CHECK (text <> ''),
  at           timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
);
CREATE INDEX ticket_message_of_ticket ON ticket_message (tenant_id, ticket_id, id);
CALL anju_wall('ticket_message', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id)
  AND anju_sees_person(requester_id) AND (NOT internal OR current_setting(''anju.person'', true) = '''')',
  'SELECT, INSERT');

-- Who has a case before them just now; a row is a minute's worth.
CREATE TABLE ticket_presence (
  tenant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  estate_id uuid NOT NULL,
  staff_id  uuid NOT NULL,
  editing   boolean NOT NULL,
  seen_at   timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, ticket_id, staff_id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
);
CALL anju_wall('ticket_presence', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id)
  AND current_setting(''anju.person'', true) = ''''');

-- The estate's own days over the public holidays.
ALTER TABLE estate
  ADD COLUMN days_off    text[] NOT NULL DEFAULT '{}',
  ADD COLUMN days_worked text[] NOT NULL DEFAULT '{}';
ALTER TABLE estate ALTER COLUMN days_off DROP DEFAULT, ALTER COLUMN days_worked DROP DEFAULT;

-- A message to the requester is told like any other notice.
ALTER TABLE requester_notice
  DROP CONSTRAINT requester_notice_occasion_check,
  ADD CONSTRAINT requester_notice_occasion_check CHECK (occasion IN ('recorded', 'progress', 'resolved', 'message'));
