-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_rate_windows" (
    "key" TEXT NOT NULL,
    "minute" INTEGER NOT NULL,
    "used" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("key", "minute")
);
DROP TABLE "rate_windows";
ALTER TABLE "new_rate_windows" RENAME TO "rate_windows";
CREATE INDEX "rate_windows_minute_idx" ON "rate_windows"("minute");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
