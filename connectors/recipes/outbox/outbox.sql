-- What a service inserts into, in the transaction of its own changes. The first two columns are needed, the others may be
-- left out of the table.
CREATE TABLE llm_outbox (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    payload json NOT NULL,
    subject text,
    priority text CHECK (priority IN ('interactive', 'normal', 'bulk')),
    ordering_key text,
    deadline timestamptz,
    metadata json,
    cache boolean,
    traceparent text,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Only inserts are told: cleaning the table sends nothing.
CREATE PUBLICATION alize_outbox FOR TABLE llm_outbox WITH (publish = 'insert');

-- The connector's user. Its password is set apart: ALTER ROLE alize_outbox PASSWORD '...';
CREATE ROLE alize_outbox LOGIN REPLICATION;
GRANT SELECT ON llm_outbox TO alize_outbox;
