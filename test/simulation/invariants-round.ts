import { type Invariant, never } from './invariant.ts';

/** Rounds: what was reported, allotted, promised and opened is one volume, and every account of it has its ledger. */
export const roundInvariants: readonly Invariant[] = [
  never(
    'of no item of a round is more allotted than was published',
    `select r.tender_id, p.item, sum(a.own + a.more) from award_run r
     join award_allocation a on a.province = r.province and a.run_id = r.id
     join tender_product p on p.province = a.province and p.id = a.product_id
     join (select province, tender_id, item, max(agreed) as agreed from demand_volume group by 1, 2, 3) v
       on v.province = r.province and v.tender_id = r.tender_id and v.item = p.item
     where r.state = 'valid' and r.purpose = 'allocation'
     group by r.tender_id, p.item, v.agreed having sum(a.own + a.more) > v.agreed`,
  ),
  never(
    'a contract that nobody amended promises what its institution was allotted',
    `select l.agreement_id, l.product_id, l.agreed from agreement_line l
     join award_run r on r.province = l.province and r.tender_id = l.tender_id and r.state = 'valid' and r.purpose = 'allocation'
     left join award_allocation a on a.province = l.province and a.run_id = r.id and a.institution_id = l.institution_id
       and a.product_id = l.product_id
     where l.agreed is distinct from a.own + a.more
       and not exists (select from agreement_amendment m where m.province = l.province and m.agreement_id = l.agreement_id)`,
  ),
  never(
    'an account that no failure moved holds what its contract promises',
    `select a.id, a.agreed, l.agreed as promised from volume_account a
     join agreement_line l on l.province = a.province and l.agreement_id = a.agreement_id and l.product_id = a.product_id
     where a.failure_id is null and a.agreed <> l.agreed
       and not exists (select from agreement_amendment m where m.province = l.province and m.agreement_id = l.agreement_id)
       and not exists (select from supply_substitution s where s.province = a.province and s.from_account_id = a.id)`,
  ),
  never(
    'what a substitute took over is what the failing product gave',
    `select s.failure_id, sum(e.agreed_change) from supply_substitution s
     join volume_entry e on e.province = s.province and e.account_id in (s.from_account_id, s.to_account_id)
       and e.kind in ('transferredOut', 'transferredIn')
     group by s.failure_id having sum(e.agreed_change) <> 0`,
  ),
  never(
    'nobody is left without a listing that was opened to it, and none is open without its failure',
    `select w.listing_id, w.institution_id, f.state from listing_widening w
     join listing l on l.province = w.province and l.id = w.listing_id
     join supply_failure f on f.province = w.province and f.id = w.failure_id
     where w.ended_at is null
       and (w.institution_id <> all(l.audience_institutions) or (f.state <> 'substituted' and f.carry is null))`,
  ),
  never(
    'every default that two persons confirmed is proposed as a bad record',
    `select f.number, f.state from supply_failure f
     left join credit_proposal p on p.province = f.province and p.subject_kind = 'supply-failure' and p.subject_id = f.id
     where f.state in ('confirmed', 'substituted', 'ended') and f.finding = 'default' and f.carried_at is not null and p.id is null`,
  ),
  never(
    'a decision on a failure is carried out once, by the clock',
    `select f.number, f.carry from supply_failure f
     where (f.carry = 'start' and f.state not in ('confirmed', 'substituted')) or (f.carry = 'end' and f.state <> 'ended')`,
  ),
  never(
    'a place without delivery whose day has passed is a failure to supply or was mended',
    `select g.id from coverage_gap g where g.state = 'failed' and g.failed_at < g.due_at`,
  ),
];
