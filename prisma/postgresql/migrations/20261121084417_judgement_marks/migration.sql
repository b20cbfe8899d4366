-- AlterTable
ALTER TABLE "closure_judgements" ADD COLUMN     "marks" INTEGER NOT NULL DEFAULT 0;
