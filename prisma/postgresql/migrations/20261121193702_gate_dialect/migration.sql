-- AlterTable
ALTER TABLE "notifications" ADD COLUMN     "created_by_id" TEXT,
ADD COLUMN     "origin" TEXT NOT NULL DEFAULT 'person',
ADD COLUMN     "withdrawn_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "terminal_states" ADD COLUMN     "clock_drift_at" TIMESTAMPTZ(3),
ADD COLUMN     "clock_drift_ms" INTEGER,
ADD COLUMN     "last_pull_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "companies" ADD COLUMN     "feed_epoch" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "notifies_prices" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "device_name" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "signing_keys" (
    "id" TEXT NOT NULL,
    "public_jwk" TEXT NOT NULL,
    "private_encrypted" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "signs_from" TIMESTAMPTZ(3) NOT NULL,
    "signs_until" TIMESTAMPTZ(3) NOT NULL,
    "accepted_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "terminal_id" INTEGER,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "actions" TEXT NOT NULL DEFAULT '[]',
    "store_ids" TEXT NOT NULL DEFAULT 'null',
    "origins" TEXT NOT NULL DEFAULT '[]',
    "requests_per_minute" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by_id" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "replaced_at" TIMESTAMPTZ(3),
    "overlap_until" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_address" TEXT,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_pairings" (
    "id" TEXT NOT NULL,
    "device_code_hash" TEXT NOT NULL,
    "user_code" TEXT,
    "open_key" TEXT,
    "device_name" TEXT NOT NULL DEFAULT '',
    "software" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_polled_at" TIMESTAMPTZ(3),
    "company_id" INTEGER,
    "terminal_id" INTEGER,
    "approved_at" TIMESTAMPTZ(3),
    "approved_by_id" TEXT,
    "denied_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "device_pairings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refresh_tokens" (
    "token_hash" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "refresh_tokens_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "external_identities" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "email" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "external_identities_pkey" PRIMARY KEY ("issuer","subject")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "answer" TEXT,
    "headers" TEXT NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("caller","key")
);

-- CreateTable
CREATE TABLE "device_events" (
    "id" SERIAL NOT NULL,
    "company_id" INTEGER NOT NULL,
    "store_id" INTEGER NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "uuid" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "repeats" INTEGER NOT NULL DEFAULT 0,
    "occurred_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "device_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification_deliveries" (
    "notification_id" TEXT NOT NULL,
    "terminal_id" INTEGER NOT NULL,
    "company_id" INTEGER NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "shown_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "failure" TEXT,

    CONSTRAINT "notification_deliveries_pkey" PRIMARY KEY ("notification_id","terminal_id")
);

-- CreateTable
CREATE TABLE "terminal_syncs" (
    "terminal_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER,
    "items" BIGINT NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "last_refused_at" TIMESTAMPTZ(3),

    CONSTRAINT "terminal_syncs_pkey" PRIMARY KEY ("terminal_id","kind")
);

-- CreateTable
CREATE TABLE "rate_windows" (
    "key" TEXT NOT NULL,
    "window" INTEGER NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "rate_windows_pkey" PRIMARY KEY ("key","window")
);

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_prefix_key" ON "api_keys"("prefix");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_key_hash_key" ON "api_keys"("key_hash");

-- CreateIndex
CREATE INDEX "api_keys_company_id_kind_idx" ON "api_keys"("company_id", "kind");

-- CreateIndex
CREATE INDEX "api_keys_terminal_id_idx" ON "api_keys"("terminal_id");

-- CreateIndex
CREATE UNIQUE INDEX "device_pairings_device_code_hash_key" ON "device_pairings"("device_code_hash");

-- CreateIndex
CREATE UNIQUE INDEX "device_pairings_open_key_key" ON "device_pairings"("open_key");

-- CreateIndex
CREATE INDEX "device_pairings_expires_at_idx" ON "device_pairings"("expires_at");

-- CreateIndex
CREATE INDEX "device_pairings_company_id_idx" ON "device_pairings"("company_id");

-- CreateIndex
CREATE INDEX "refresh_tokens_session_id_idx" ON "refresh_tokens"("session_id");

-- CreateIndex
CREATE INDEX "external_identities_user_id_idx" ON "external_identities"("user_id");

-- CreateIndex
CREATE INDEX "idempotency_keys_expires_at_idx" ON "idempotency_keys"("expires_at");

-- CreateIndex
CREATE INDEX "device_events_company_id_id_idx" ON "device_events"("company_id", "id");

-- CreateIndex
CREATE INDEX "device_events_terminal_id_id_idx" ON "device_events"("terminal_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "device_events_company_id_kind_uuid_key" ON "device_events"("company_id", "kind", "uuid");

-- CreateIndex
CREATE INDEX "notification_deliveries_terminal_id_idx" ON "notification_deliveries"("terminal_id");

-- CreateIndex
CREATE INDEX "notification_deliveries_company_id_idx" ON "notification_deliveries"("company_id");

-- CreateIndex
CREATE INDEX "terminal_syncs_company_id_idx" ON "terminal_syncs"("company_id");

-- CreateIndex
CREATE INDEX "rate_windows_window_idx" ON "rate_windows"("window");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_pairings" ADD CONSTRAINT "device_pairings_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "external_identities" ADD CONSTRAINT "external_identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification_deliveries" ADD CONSTRAINT "notification_deliveries_notification_id_fkey" FOREIGN KEY ("notification_id") REFERENCES "notifications"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "terminal_syncs" ADD CONSTRAINT "terminal_syncs_terminal_id_fkey" FOREIGN KEY ("terminal_id") REFERENCES "terminals"("id") ON DELETE CASCADE ON UPDATE CASCADE;
