'use client'

import { SideSheet } from '../ui/side-sheet.tsx'

const keys: readonly (readonly [string, string])[] = [
  ['j  k', 'Move down, up'],
  ['Enter', 'Open the row'],
  ['Esc', 'Close, or back to the list'],
  ['c', 'Claim the lockout'],
  ['n', 'Write a note to the brief'],
  ['u, Enter', 'Uphold the lockout'],
  ['a  x', 'Approve, reject the held action (a dialog follows)'],
  ['/', 'Search recovery’s posts'],
  ['t', 'Show the chart as a table'],
  ['Space', 'Pause live, and resume it'],
  ['g o', 'Go to the overview'],
  ['g l', 'Go to lockouts'],
  ['g a', 'Go to approvals'],
  ['g r', 'Go to recovery'],
  ['g c', 'Go to accounts'],
  ['g p', 'Go to policies'],
  ['g s', 'Go to stop orders'],
  ['?', 'Show these keys'],
]

/** Every key of the console. A reset has none, on purpose. */
export function KeySheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <SideSheet
      open={open}
      onOpenChange={onOpenChange}
      title="Keys"
      sub="inert in fields and with modifiers; a reset has no key"
    >
      <table>
        <tbody>
          {keys.map(([key, act]) => (
            <tr key={key}>
              <td className="nw">
                <kbd>{key}</kbd>
              </td>
              <td>{act}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </SideSheet>
  )
}
