CREATE TABLE ticket (
  tenant_id      uuid NOT NULL,
  id             uuid NOT NULL,
  number         text NOT NULL,
  state          text NOT NULL CHECK (state IN ('new', 'verifying', 'in_progress', 'awaiting_approval', 'resolved',
                                                'following_up', 'closed', 'cancelled', 'declined')),
  kind           text NOT NULL CHECK (kind IN ('enquiry', 'complaint', 'suggestion')),
  channel        text NOT NULL,
  estate_id      uuid NOT NULL,
  unit_id        uuid,
  requester_id   uuid,
  anonymous      boolean NOT NULL,
  category       text NOT NULL,
  place          text NOT NULL,
  subject        text NOT NULL CHECK (subject <> ''),
  description    text NOT NULL,
  impact         text NOT NULL,
  urgency        text NOT NULL,
  priority       text NOT NULL,
  assignee_id    uuid,
  recorder_id    uuid,
  created_at     timestamptz(3) NOT NULL,
  updated_at     timestamptz(3) NOT NULL,
  findings       text NOT NULL,
  solution       text NOT NULL,
  resolver_id    uuid,
  resolved_at    timestamptz(3),
  closed_at      timestamptz(3),
  reopen_count   integer NOT NULL,
  policy_version text NOT NULL,
  version        integer NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number)
);
CREATE INDEX ticket_newest ON ticket (tenant_id, created_at DESC, id DESC);
CREATE INDEX ticket_of_estate ON ticket (tenant_id, estate_id, created_at DESC, id DESC);
CREATE INDEX ticket_of_requester ON ticket (tenant_id, requester_id, created_at DESC, id DESC) WHERE requester_id IS NOT NULL;
CREATE INDEX ticket_of_assignee ON ticket (tenant_id, assignee_id, created_at DESC, id DESC) WHERE assignee_id IS NOT NULL;
CREATE INDEX ticket_of_unit ON ticket (tenant_id, unit_id, created_at DESC, id DESC) WHERE unit_id IS NOT NULL;
CALL anju_wall('ticket', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id) AND anju_sees_person(requester_id)');

CREATE TABLE promise (
  tenant_id      uuid NOT NULL,
  id             uuid NOT NULL,
  ticket_id      uuid NOT NULL,
  estate_id      uuid NOT NULL,
  requester_id   uuid,
  kind           text NOT NULL CHECK (kind IN ('own', 'first_response', 'progress', 'resolution')),
  due_at         timestamptz(3) NOT NULL,
  state          text NOT NULL CHECK (state IN ('open', 'kept', 'broken', 'released')),
  done_at        timestamptz(3),
  told_at        timestamptz(3),
  policy_version text NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
);
CREATE INDEX promise_of_ticket ON promise (tenant_id, ticket_id);
CREATE INDEX promise_due ON promise (tenant_id, due_at) WHERE state = 'open';
CALL anju_wall('promise', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id) AND anju_sees_person(requester_id)');

CREATE TABLE commitment (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  ticket_id    uuid NOT NULL,
  estate_id    uuid NOT NULL,
  requester_id uuid,
  department   text NOT NULL,
  request      text NOT NULL,
  state        text NOT NULL CHECK (state IN ('requested', 'accepted', 'declined', 'fulfilled', 'withdrawn')),
  due_at       timestamptz(3) NOT NULL,
  reason       text NOT NULL,
  result       text NOT NULL,
  requested_at timestamptz(3) NOT NULL,
  ended_at     timestamptz(3),
  staff_id     uuid,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
);
CREATE INDEX commitment_of_ticket ON commitment (tenant_id, ticket_id);
CREATE INDEX commitment_due ON commitment (tenant_id, due_at, id);
CALL anju_wall('commitment', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id) AND anju_sees_person(requester_id)');

CREATE TABLE ticket_approval (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  ticket_id    uuid NOT NULL,
  estate_id    uuid NOT NULL,
  requester_id uuid,
  subject      text NOT NULL,
  materials    text NOT NULL,
  amount_fen   bigint NOT NULL,
  state        text NOT NULL CHECK (state IN ('open', 'granted', 'refused', 'returned', 'withdrawn')),
  comment      text NOT NULL,
  requested_at timestamptz(3) NOT NULL,
  decided_at   timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
);
CREATE INDEX ticket_approval_of_ticket ON ticket_approval (tenant_id, ticket_id);
CALL anju_wall('ticket_approval', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id) AND anju_sees_person(requester_id)');

CREATE TABLE requester_notice (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  ticket_id    uuid NOT NULL,
  estate_id    uuid NOT NULL,
  requester_id uuid,
  occasion     text NOT NULL CHECK (occasion IN ('recorded', 'progress', 'resolved')),
  message      text NOT NULL,
  sent_at      timestamptz(3) NOT NULL,
  delivered_at timestamptz(3),
  failed_at    timestamptz(3),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
);
CREATE INDEX requester_notice_of_ticket ON requester_notice (tenant_id, ticket_id);
CALL anju_wall('requester_notice', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id) AND anju_sees_person(requester_id)');

CREATE TABLE visit (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  ticket_id    uuid NOT NULL,
  estate_id    uuid NOT NULL,
  requester_id uuid,
  method       text NOT NULL,
  reached      boolean NOT NULL,
  satisfaction integer NOT NULL CHECK (satisfaction BETWEEN 0 AND 5),
  solved       boolean NOT NULL,
  comment      text NOT NULL,
  staff_id     uuid NOT NULL,
  at           timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
);
CREATE INDEX visit_of_ticket ON visit (tenant_id, ticket_id);
CALL anju_wall('visit', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id) AND anju_sees_person(requester_id)');

-- The last number given per estate and year; its row lock makes numbers run without gaps.
CREATE TABLE ticket_counter (
  tenant_id uuid NOT NULL,
  estate_id uuid NOT NULL,
  year      integer NOT NULL,
  last      integer NOT NULL,
  PRIMARY KEY (tenant_id, estate_id, year)
);
CALL anju_wall('ticket_counter', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id)');

-- What this service keeps of the directory.
CREATE TABLE estate (
  tenant_id uuid NOT NULL,
  estate_id uuid NOT NULL,
  code      text NOT NULL,
  zone      text NOT NULL,
  week      jsonb NOT NULL,
  PRIMARY KEY (tenant_id, estate_id)
);
CALL anju_wall('estate', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id)');

CREATE TABLE unit (
  tenant_id uuid NOT NULL,
  unit_id   uuid NOT NULL,
  estate_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, unit_id)
);
CALL anju_wall('unit', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id)');

CREATE TABLE person_tie (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  unit_id   uuid NOT NULL,
  estate_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, person_id, unit_id)
);
CALL anju_wall('person_tie', 'tenant_id = anju_tenant() AND anju_sees_estate(estate_id) AND anju_sees_person(person_id)');
