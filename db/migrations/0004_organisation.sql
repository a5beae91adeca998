-- Entering and approving organisations, and medical groups that change over time.
alter table organisation add column version integer not null default 1;

alter table organisation add column entered_by uuid;

alter table organisation add column approved_by uuid;

alter table organisation add column approved_at timestamptz;

-- Where the goods go and whom to ask: contacts are personal information, so only what the business needs.
alter table organisation add column address text not null default '';

alter table organisation add column contact_name text not null default '';

alter table organisation add column contact_phone text not null default '';

-- 境外产品全国总代理: counts as the manufacturer of what it represents.
alter table organisation add column is_national_agent boolean not null default false;

alter table organisation add column state_note text not null default '';

-- A correction of an approved organisation: entered by one, in force when another approves; until then the former data hold.
alter table organisation add column proposed jsonb;

alter table organisation add column proposed_by uuid;

alter table organisation add constraint organisation_proposal_says_by_whom check ((proposed is null) = (proposed_by is null));

alter table organisation add constraint organisation_enterer_does_not_approve check (approved_by is null or approved_by <> entered_by);

alter table organisation add constraint organisation_only_manufacturers_are_agents check (not is_national_agent or kind = 'manufacturer');

create index organisation_pending on organisation (jurisdiction, id) where state = 'pending';

alter table medical_group add column version integer not null default 1;

alter table medical_group add column state text not null default 'active';

alter table medical_group add column entered_by uuid;

alter table medical_group add column created_at timestamptz;

alter table medical_group add constraint medical_group_state_is_known check (state in ('active', 'closed'));

create index medical_group_jurisdiction on medical_group (jurisdiction, name);

create index medical_group_parent on medical_group (parent_id) where parent_id is not null;

create index medical_group_member_organisation on medical_group_member (organisation_id);
