import type { AccountView } from '#lib/contracts/views/account-view.ts'
import { formatCount } from '#lib/shared/format-count.ts'
import { EmptyNote } from '../ui/page-note.tsx'
import { Panel } from '../ui/panel.tsx'
import { Moment } from '../ui/time-text.tsx'

/** Who acted on the account in the last day, the busiest first. */
export function AgentsPanel({ agents }: { agents: AccountView['agents'] }) {
  return (
    <Panel title="Agents" sub="last 24 h">
      {agents.length === 0 ? (
        <EmptyNote fill="An agent shows here once it has asked the gate.">No agent acted in 24 h.</EmptyNote>
      ) : (
        <table>
          <thead>
            <tr>
              <th>Agent</th>
              <th className="num">Attempts</th>
              <th className="num">Admitted</th>
              <th className="num">Last</th>
            </tr>
          </thead>
          <tbody>
            {agents.map((agent) => (
              <tr key={agent.agentId}>
                <td>
                  <b className="mono wrap-anywhere">{agent.agentId}</b>
                </td>
                <td className="num">{formatCount(agent.attempts)}</td>
                <td className="num">{formatCount(agent.admitted)}</td>
                <td className="num nw">
                  <Moment atMs={agent.lastAttemptAtMs} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
