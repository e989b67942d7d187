-- Money in millionths of a dollar, so that sums are exact.
CREATE TABLE budgets (
  environment text NOT NULL,
  team text NOT NULL,
  period text NOT NULL,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  limit_micro_usd bigint NOT NULL CHECK (limit_micro_usd > 0),
  PRIMARY KEY (environment, team, period)
);

-- One run in one period. Whoever changes one holds the row of its budget first.
CREATE TABLE entries (
  environment text NOT NULL,
  team text NOT NULL,
  period text NOT NULL,
  run text NOT NULL,
  job text NOT NULL,
  model text NOT NULL,
  holder text NOT NULL,
  state text NOT NULL CHECK (state IN ('held', 'settled', 'released')),
  reserved_micro_usd bigint NOT NULL CHECK (reserved_micro_usd >= 0),
  carried_micro_usd bigint NOT NULL CHECK (carried_micro_usd >= 0),
  spent_micro_usd bigint NOT NULL CHECK (spent_micro_usd >= 0),
  billed_micro_usd bigint CHECK (billed_micro_usd >= 0),
  pod_ids text[] NOT NULL,
  gpus text[] NOT NULL,
  paid_seconds double precision NOT NULL,
  used_seconds double precision NOT NULL,
  reserved_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (environment, team, period, run),
  FOREIGN KEY (environment, team, period) REFERENCES budgets
);
CREATE INDEX entries_by_run ON entries (environment, run);
