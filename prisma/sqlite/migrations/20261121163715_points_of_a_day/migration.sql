-- WITHOUT ROWID was added to 1 tables by prisma/new-migration.ts (prisma/native-objects.ts says why).

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_loyalty_totals" (
    "store_id" INTEGER NOT NULL,
    "business_day" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "company_id" INTEGER NOT NULL,
    "documents" INTEGER NOT NULL,
    "earned" BIGINT NOT NULL,
    "redeemed" BIGINT NOT NULL,
    "redemption_e4" BIGINT NOT NULL,

    PRIMARY KEY ("store_id", "business_day", "currency")
) WITHOUT ROWID;
INSERT INTO "new_loyalty_totals" ("business_day", "company_id", "currency", "documents", "earned", "redeemed", "redemption_e4", "store_id") SELECT "business_day", "company_id", "currency", "documents", "earned", "redeemed", "redemption_e4", "store_id" FROM "loyalty_totals";
DROP TABLE "loyalty_totals";
ALTER TABLE "new_loyalty_totals" RENAME TO "loyalty_totals";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
