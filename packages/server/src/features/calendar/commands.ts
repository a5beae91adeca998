import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { importYear } from '@daylight/api/calendar.ts';
import { type CalendarFault, checkYear } from '@daylight/rules/calendar/notice.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import { type RepeatRefusal, command } from '../../command.ts';
import { type Context, type World, systemContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { provincesOf } from '../../sweep.ts';
import { recomputeAdmissions } from '../admission/port.ts';
import { recomputeDue as recomputeBargains } from '../bargain/port.ts';
import { recomputeAgreements } from '../agreement/port.ts';
import { recomputeBidding } from '../bidding/port.ts';
import { recomputeCredit } from '../credit/port.ts';
import { recomputeDemand } from '../demand/port.ts';
import { recomputeDirectory } from '../directory/port.ts';
import { recomputeProvisional as recomputeRelations } from '../distribution/port.ts';
import { recomputeExecution } from '../execution/port.ts';
import { recomputeFilings, recomputeOutside } from '../filing/port.ts';
import { recomputeDuties } from '../linkage/port.ts';
import { recomputeProvisional as recomputeOrders } from '../order/port.ts';
import { recomputeProvisional as recomputePanels } from '../panel/port.ts';
import { recomputeProvisional as recomputePublicity } from '../publicity/port.ts';
import { recomputeProvisional as recomputeQualifications } from '../qualification/port.ts';
import { recomputeDue as recomputeInvoices } from '../settlement/port.ts';
import { recomputeProvisional as recomputeAppeals } from '../supervision/port.ts';
import { recomputeTenders } from '../tender/port.ts';
import { refreshCalendar } from './store.ts';

/** Each computes the provisional deadlines of its feature in one province again and says how many it looked at. */
const recomputations: readonly ((context: Context) => Promise<number>)[] = [
  recomputeBargains,
  recomputeRelations,
  recomputeDirectory,
  recomputeCredit,
  recomputeAgreements,
  recomputeOrders,
  recomputeInvoices,
  recomputeAppeals,
  recomputeQualifications,
  recomputePublicity,
  recomputeDuties,
  recomputePanels,
  recomputeAdmissions,
  recomputeFilings,
  recomputeOutside,
  recomputeTenders,
  recomputeDemand,
  recomputeBidding,
  recomputeExecution,
];

interface Asked {
  readonly context: Context;
  readonly call: Call<typeof importYear>;
}

type Answer = Result<ReplyOf<typeof importYear>, CalendarFault | RepeatRefusal>;

/** A year that was published: deadlines that crossed it stop being provisional. */
export async function importCalendarYear(world: World, { context, call }: Asked): Promise<Answer> {
  const { body } = call;
  const checked = checkYear(body);
  if (!checked.ok) return checked;
  const saved = await command<ReplyOf<typeof importYear>, never>(context, async (unit) => {
    const before = world.calendar.years[body.year] ?? null;
    const row = {
      content: JSON.stringify(checked.value),
      importedAt: context.now,
      importedBy: context.actor?.accountId ?? '',
    };
    await unit.tx
      .insertInto('calendarYear')
      .values({ year: body.year, ...row })
      .onConflict((conflict) => conflict.column('year').doUpdateSet(row))
      .execute();
    unit.record({
      event: 'calendar.yearImported',
      subject: { kind: 'calendar-year', id: String(body.year) },
      basis: [],
      before,
      after: checked.value,
    });
    return ok({ year: body.year, recomputed: 0 });
  });
  if (!saved.ok) return saved;
  await refreshCalendar(world);
  return ok({ year: body.year, recomputed: await recomputeAll(world) });
}

async function recomputeAll(world: World): Promise<number> {
  let count = 0;
  for (const province of await provincesOf(world)) {
    for (const recompute of recomputations)
      count += await recompute(systemContext(world, province, 'calendar'));
  }
  return count;
}
