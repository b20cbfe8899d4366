-- WITHOUT ROWID was added to 1 tables by prisma/new-migration.ts (prisma/native-objects.ts says why).

-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "company_customer_totals";
PRAGMA foreign_keys=on;

-- CreateTable
CREATE TABLE "packed_totals" (
    "company_id" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "figures" BLOB NOT NULL,

    PRIMARY KEY ("company_id", "subject", "period", "currency")
);

-- CreateTable
CREATE TABLE "packed_keys" (
    "company_id" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "key" TEXT NOT NULL,

    PRIMARY KEY ("company_id", "subject", "number")
) WITHOUT ROWID;

-- CreateIndex
CREATE UNIQUE INDEX "packed_keys_company_id_subject_key_key" ON "packed_keys"("company_id", "subject", "key");

-- CreateIndex
CREATE INDEX "customers_company_id_id_is_walk_in_idx" ON "customers"("company_id", "id", "is_walk_in");

-- CreateIndex
CREATE INDEX "customer_segment_members_segment_id_is_active_deleted_at_customer_id_idx" ON "customer_segment_members"("segment_id", "is_active", "deleted_at", "customer_id");

-- What was composed lacks these: it is composed anew.
DELETE FROM composed_periods;
