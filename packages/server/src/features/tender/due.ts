import { refuse, ok } from '@daylight/rules/result.ts';
import { command } from '../../command.ts';
import { reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { settleApprovals } from './approval.ts';
import { collectSweep } from './collect.ts';
import { endSweep, renewalSweep } from './renewal.ts';
import { choiceSweep } from './settle-choice.ts';
import { stopSweep } from './stop.ts';

/** Plans on which a partner was the last to answer (decision 0007): a hospital writes its own row, the clock concludes. */
const approvalSweep: Sweep = {
  name: 'tender-approval',
  run: async (context) => {
    const { database, scope } = context;
    const rows = await reading(database.db, scope, (tx) =>
      tx
        .selectFrom('tenderApproval as approval')
        .innerJoin('tender', (join) =>
          join
            .onRef('tender.province', '=', 'approval.province')
            .onRef('tender.id', '=', 'approval.tenderId'),
        )
        .select('approval.tenderId')
        .select(({ fn }) => fn.countAll<number>().filterWhere('approval.state', '=', 'waiting').as('waiting'))
        .select(({ fn }) =>
          fn.countAll<number>().filterWhere('approval.state', '=', 'returned').as('returned'),
        )
        .where('approval.province', '=', scope.province)
        .where('tender.state', '=', 'draft')
        .groupBy('approval.tenderId')
        .orderBy('approval.tenderId')
        .execute(),
    );
    const due = rows.filter(({ waiting, returned }) => waiting === 0 || returned > 0);
    return moveEach(due, async ({ tenderId }) => {
      const done = await command(context, async (unit) => {
        const settled = await settleApprovals(context, unit, tenderId);
        return settled === null ? refuse('tender.wrongState') : ok(settled);
      });
      return done.ok;
    });
  },
};

export const tenderSweeps: readonly Sweep[] = [
  collectSweep,
  choiceSweep,
  approvalSweep,
  stopSweep,
  renewalSweep,
  endSweep,
];
