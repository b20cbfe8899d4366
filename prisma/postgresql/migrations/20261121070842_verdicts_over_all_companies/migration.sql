-- CreateIndex
CREATE INDEX "closure_judgements_rank_closure_id_idx" ON "closure_judgements"("rank", "closure_id");
