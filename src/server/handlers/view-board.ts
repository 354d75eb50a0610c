import type { ServerContext } from '../context.ts';
import type { BoardNode, BoardView, BootReport } from '../contract.ts';

/** Everything that the board shows, from the state as it is now. */
export async function viewBoard(context: ServerContext): Promise<BoardView> {
  const { shelf, state, plan, now } = context;
  const [gifts, reports] = await Promise.all([state.listGifts(), state.listReports()]);
  const given = Map.groupBy(gifts, ({ node }) => node);
  const told = new Map(reports.map((report) => [report.node, report]));
  const nodes = [...shelf.nodes.values()].map(({ name, roles, address }): BoardNode => {
    const report = told.get(name);
    const status: BootReport | undefined = report && JSON.parse(report.text);
    return {
      name,
      roles: [...roles],
      address,
      state: stateOf(status),
      given: (given.get(name) ?? []).map(({ file, at }) => ({ file, at })),
      ...(report === undefined ? {} : { reportedAt: report.at }),
      ...(status === undefined ? {} : { uptime: status.uptime }),
      steps: status?.steps ?? [],
    };
  });
  const { cluster, kubernetes } = shelf;
  return { cluster, kubernetes, now: now(), nodes, ...plan };
}

function stateOf(report: BootReport | undefined): BoardNode['state'] {
  if (report === undefined) return 'silent';
  return report.steps.some(({ state }) => state === 'failed') ? 'failed' : report.state;
}
