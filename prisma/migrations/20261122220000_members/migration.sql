-- People who sign in, their sessions and the one-time links that let them in.

CREATE TABLE "member" (
  "id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "email" TEXT NOT NULL,
  "email_verified" BOOLEAN NOT NULL,
  "image" TEXT,
  "role" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "member_pkey" PRIMARY KEY ("id"),
  -- An unknown role must never be read as some right.
  CONSTRAINT "member_role_known" CHECK ("role" IN ('viewer', 'reviewer', 'lead')),
  -- Two spellings of one address must not become two people, who could then second each other.
  CONSTRAINT "member_email_lower_case" CHECK ("email" = lower("email"))
);

CREATE TABLE "member_session" (
  "id" TEXT NOT NULL,
  "member_id" TEXT NOT NULL,
  "token" TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "reauthenticated_at" TIMESTAMPTZ(3) NOT NULL,
  "ip_address" TEXT,
  "user_agent" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "member_session_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "member_credential" (
  "id" TEXT NOT NULL,
  "member_id" TEXT NOT NULL,
  "provider_id" TEXT NOT NULL,
  "account_id" TEXT NOT NULL,
  "password" TEXT,
  "access_token" TEXT,
  "refresh_token" TEXT,
  "id_token" TEXT,
  "access_token_expires_at" TIMESTAMPTZ(3),
  "refresh_token_expires_at" TIMESTAMPTZ(3),
  "scope" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "member_credential_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "member_verification" (
  "id" TEXT NOT NULL,
  "identifier" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "member_verification_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "member_rate_limit" (
  "id" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "count" INTEGER NOT NULL,
  "last_request" BIGINT NOT NULL,
  CONSTRAINT "member_rate_limit_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "member_link" (
  "id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "token_hash" TEXT NOT NULL,
  "email" TEXT,
  "role" TEXT NOT NULL,
  "invited_by" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "used_at" TIMESTAMPTZ(3),
  CONSTRAINT "member_link_pkey" PRIMARY KEY ("id"),
  -- A set-up link makes a lead of whoever holds it; an invitation is for one address.
  CONSTRAINT "member_link_kind_known" CHECK (
    ("kind" = 'setup' AND "email" IS NULL AND "role" = 'lead')
    OR ("kind" = 'invitation' AND "email" IS NOT NULL AND "role" IN ('viewer', 'reviewer', 'lead'))
  )
);

CREATE UNIQUE INDEX "member_email_key" ON "member"("email");
CREATE UNIQUE INDEX "member_session_token_key" ON "member_session"("token");
CREATE INDEX "member_session_member_id_idx" ON "member_session"("member_id");
CREATE UNIQUE INDEX "member_credential_provider_id_account_id_key" ON "member_credential"("provider_id", "account_id");
CREATE INDEX "member_credential_member_id_idx" ON "member_credential"("member_id");
CREATE INDEX "member_verification_identifier_idx" ON "member_verification"("identifier");
CREATE UNIQUE INDEX "member_rate_limit_key_key" ON "member_rate_limit"("key");
CREATE UNIQUE INDEX "member_link_token_hash_key" ON "member_link"("token_hash");

ALTER TABLE "member_session" ADD CONSTRAINT "member_session_member_id_fkey"
  FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "member_credential" ADD CONSTRAINT "member_credential_member_id_fkey"
  FOREIGN KEY ("member_id") REFERENCES "member"("id") ON DELETE CASCADE ON UPDATE CASCADE;
