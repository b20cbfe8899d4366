-- DropIndex
DROP INDEX "rate_windows_window_idx";

-- AlterTable
ALTER TABLE "rate_windows" DROP CONSTRAINT "rate_windows_pkey",
DROP COLUMN "window",
ADD COLUMN     "minute" INTEGER NOT NULL,
ADD CONSTRAINT "rate_windows_pkey" PRIMARY KEY ("key", "minute");

-- CreateIndex
CREATE INDEX "rate_windows_minute_idx" ON "rate_windows"("minute");
