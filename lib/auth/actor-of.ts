import { reauthenticationMs } from '../engine/guard/reset-conditions.ts'
import type { Viewer } from '../contracts/views/person-view.ts'
import type { Actor } from '../engine/guard/commands.ts'
import type { SignedIn } from './read-signed-in.ts'

/** The signed-in person as the engine's commands name them. */
export function actorOf({ member, reauthenticatedAtMs }: SignedIn): Actor {
  return { id: member.id, name: member.name, role: member.role, reauthenticatedAtMs }
}

/** The signed-in person as pages show them at `nowMs`. */
export function viewerOf({ member, reauthenticatedAtMs }: SignedIn, nowMs: number): Viewer {
  const untilMs = reauthenticatedAtMs + reauthenticationMs
  return {
    id: member.id,
    name: member.name,
    role: member.role,
    reauthenticatedUntilMs: untilMs >= nowMs ? untilMs : null,
  }
}
