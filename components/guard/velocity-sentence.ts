import type { VelocityView } from '#lib/contracts/views/velocity-view.ts'
import { formatMoment } from '#lib/shared/format-time.ts'
import { stateWord, tierLook } from './words.ts'

/** What the chart shows, in words, for those who do not see it. */
export function velocitySentence(handle: string, view: VelocityView, zone: string): string {
  const at = (atMs: number): string => formatMoment(atMs, view.asOfMs, zone, 'minute')
  const lanes = view.lanes.map(
    (lane) => `${tierLook[lane.tier].name} ${lane.count} of ${lane.threshold} in ${lane.windowMinutes} min`,
  )
  const states = view.ribbon.filter((each) => each.state !== 'none' && each.state !== 'unknown')
  const named = states
    .slice(-6)
    .map((each) => `${stateWord[each.state]} ${at(each.fromMs)} to ${at(each.toMs)}`)
  const end = view.toMs >= view.asOfMs ? 'Now' : 'At its end'
  const story = named.length === 0 ? 'No tier was reached.' : `${named.join(', ')}.`
  return `Counted actions of ${handle} from ${at(view.fromMs)} to ${at(view.toMs)} against its limits. ${story} ${end}: ${lanes.join(', ')}.`
}
