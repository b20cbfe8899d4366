-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_company_join_requests" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "company_id" INTEGER,
    "slug" TEXT NOT NULL DEFAULT '',
    "user_id" TEXT NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT 'pending',
    "reason" TEXT NOT NULL DEFAULT '',
    "expires_at" DATETIME,
    "pending_key" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    "resolved_at" DATETIME,
    "resolved_by_id" TEXT,
    CONSTRAINT "company_join_requests_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "companies" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "company_join_requests_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "company_join_requests_resolved_by_id_fkey" FOREIGN KEY ("resolved_by_id") REFERENCES "users" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_company_join_requests" ("company_id", "created_at", "expires_at", "id", "message", "pending_key", "reason", "resolved_at", "resolved_by_id", "status", "user_id") SELECT "company_id", "created_at", "expires_at", "id", "message", "pending_key", "reason", "resolved_at", "resolved_by_id", "status", "user_id" FROM "company_join_requests";
DROP TABLE "company_join_requests";
ALTER TABLE "new_company_join_requests" RENAME TO "company_join_requests";
CREATE UNIQUE INDEX "company_join_requests_pending_key_key" ON "company_join_requests"("pending_key");
CREATE INDEX "company_join_requests_company_id_status_idx" ON "company_join_requests"("company_id", "status");
CREATE INDEX "company_join_requests_user_id_idx" ON "company_join_requests"("user_id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

UPDATE "company_join_requests" SET "slug" = (SELECT c."slug" FROM "companies" c WHERE c."id" = "company_join_requests"."company_id");
