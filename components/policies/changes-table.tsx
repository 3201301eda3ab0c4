import type { PolicyChange } from '#lib/engine/policy/policy-changes.ts'

/** Field by field: what was, what is. */
export function ChangesTable({ changes }: { changes: readonly PolicyChange[] }) {
  return (
    <table className="changes">
      <thead>
        <tr>
          <th>Field</th>
          <th>Before</th>
          <th>After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ path, before, after }) => (
          <tr key={path}>
            <td className="mono">{path}</td>
            <td>
              {before === null ? (
                <span className="faint">not there</span>
              ) : (
                <del className="mono">{before}</del>
              )}
            </td>
            <td>
              {after === null ? <span className="faint">removed</span> : <ins className="mono">{after}</ins>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
