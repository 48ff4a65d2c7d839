-- One append-only table is both the audit trail and what gets published.
CREATE TABLE event (
  tenant_id      uuid NOT NULL,
  id             uuid NOT NULL,
  position       bigint GENERATED ALWAYS AS IDENTITY,
  type           text NOT NULL,
  aggregateid    uuid NOT NULL,
  aggregatetype  text NOT NULL,
  payload        bytea NOT NULL,
  estate_id      uuid,
  -- whose case it is; residents see only theirs
  person_id      uuid,
  -- who did it; null for the system
  actor_id       uuid,
  -- words that went with it; never published
  note           text,
  traceparent    text,
  occurred_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX event_of_aggregate ON event (tenant_id, aggregateid, position);
CREATE INDEX event_position ON event (position);
CALL anju_wall('event',
  'tenant_id = anju_tenant() AND (estate_id IS NULL OR anju_sees_estate(estate_id))
   AND (current_setting(''anju.person'', true) = '''' OR anju_sees_person(person_id))', 'SELECT, INSERT');

-- What still has to be published. A late commit is simply still here, so nothing is ever skipped.
CREATE TABLE outbox (
  tenant_id uuid NOT NULL,
  position  bigint NOT NULL,
  PRIMARY KEY (tenant_id, position)
);
CREATE INDEX outbox_order ON outbox (position);
CALL anju_wall('outbox', 'tenant_id = anju_tenant()', 'INSERT');

-- What this service has handled already.
CREATE TABLE inbox (
  tenant_id  uuid NOT NULL,
  event_id   uuid NOT NULL,
  handled_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, event_id)
);
CREATE INDEX inbox_age ON inbox (tenant_id, handled_at);
CALL anju_wall('inbox', 'tenant_id = anju_tenant()', 'SELECT, INSERT, DELETE');

-- Events that could not be handled, and later ones of the same aggregate behind them.
CREATE TABLE parked_event (
  tenant_id    uuid NOT NULL,
  event_id     uuid NOT NULL,
  position     bigint GENERATED ALWAYS AS IDENTITY,
  key          text NOT NULL,
  type         text NOT NULL,
  topic        text NOT NULL,
  headers      jsonb NOT NULL,
  value        bytea,
  cause        text NOT NULL,
  attempts     integer NOT NULL DEFAULT 0,
  -- parked: waits for a person; replay: to be tried again
  state        text NOT NULL DEFAULT 'parked' CHECK (state IN ('parked', 'replay')),
  parked_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, event_id)
);
CREATE INDEX parked_event_key ON parked_event (tenant_id, key);
CALL anju_wall('parked_event', 'tenant_id = anju_tenant()');

-- The relay and the operator's tools see every company's envelopes, and only these tables.
DO $$ DECLARE relay name := anju_role('relay'); BEGIN
  EXECUTE format('CREATE POLICY relay ON event FOR SELECT TO %I USING (true)', relay);
  EXECUTE format('CREATE POLICY relay ON outbox TO %I USING (true)', relay);
  EXECUTE format('CREATE POLICY relay ON parked_event TO %I USING (true)', relay);
  EXECUTE format('GRANT SELECT (tenant_id, id, position, type, aggregateid, payload, traceparent, occurred_at)
                  ON event TO %I', relay);
  EXECUTE format('GRANT SELECT, DELETE ON outbox TO %I', relay);
  EXECUTE format('GRANT SELECT, UPDATE, DELETE ON parked_event TO %I', relay);
END $$;
