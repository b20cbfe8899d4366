-- AlterTable
ALTER TABLE "company_join_requests" ADD COLUMN     "slug" TEXT NOT NULL DEFAULT '',
ALTER COLUMN "company_id" DROP NOT NULL;

UPDATE "company_join_requests" SET "slug" = (SELECT c."slug" FROM "companies" c WHERE c."id" = "company_join_requests"."company_id");
