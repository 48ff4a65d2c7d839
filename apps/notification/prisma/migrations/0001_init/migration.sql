CREATE TABLE notice (
  tenant_id    uuid NOT NULL,
  id           uuid NOT NULL,
  recipient_id uuid NOT NULL,
  template     text NOT NULL,
  title        text NOT NULL,
  body         text NOT NULL,
  subject_type text NOT NULL,
  subject_id   uuid NOT NULL,
  -- what the duty that asked calls this notice
  source_id    uuid,
  -- the body is still to be fetched from that duty
  needs_words  boolean NOT NULL,
  created_at   timestamptz(3) NOT NULL,
  read_at      timestamptz(3),
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX notice_newest ON notice (tenant_id, recipient_id, id DESC);
CALL anju_wall('notice', 'tenant_id = anju_tenant() AND anju_sees_person(recipient_id)');

CREATE TABLE delivery (
  tenant_id    uuid NOT NULL,
  notice_id    uuid NOT NULL,
  channel      text NOT NULL CHECK (channel IN ('inbox', 'email')),
  recipient_id uuid NOT NULL,
  state        text NOT NULL CHECK (state IN ('queued', 'sent', 'delivered', 'read', 'failed')),
  reason       text NOT NULL DEFAULT '',
  attempts     integer NOT NULL DEFAULT 0,
  due_at       timestamptz(3) NOT NULL,
  changed_at   timestamptz(3) NOT NULL,
  PRIMARY KEY (tenant_id, notice_id, channel),
  FOREIGN KEY (tenant_id, notice_id) REFERENCES notice (tenant_id, id)
);
CREATE INDEX delivery_due ON delivery (tenant_id, due_at) WHERE state = 'queued';
CALL anju_wall('delivery', 'tenant_id = anju_tenant() AND anju_sees_person(recipient_id)');

-- What this service keeps of the directory: deadlines are told in the estate's own time.
CREATE TABLE estate (
  tenant_id uuid NOT NULL,
  estate_id uuid NOT NULL,
  name      text NOT NULL,
  zone      text NOT NULL,
  PRIMARY KEY (tenant_id, estate_id)
);
CALL anju_wall('estate', 'tenant_id = anju_tenant()');
