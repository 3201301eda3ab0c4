import type { Fate } from '#lib/connectors/recorded/recorded-connector.ts'

/** A post of the live set: made up, and played by the connector `recorded`, so that nothing leaves the machine. */
export interface LivePost {
  readonly postId: string
  readonly title: string
  /** When it appears, in minutes before the demo starts. It has been seen often enough to be judged 10 min later. */
  readonly minutesAgo: number
  readonly impressionsPerMinute: number
  /** Engagements an impression, before and from 15 min after it appears. */
  readonly rate: readonly [before: number, after: number]
  /** How its attempts fare; all well when left out. */
  readonly fates?: readonly Fate[]
  /** Why a person pauses it half an hour after it appears. */
  readonly pausedBecause?: string
}

/** Each shows something else; which are held out follows from their ids. */
export const livePosts: readonly LivePost[] = [
  post('night-ferry', 'Night ferries, the new timetable', 230, [0.002, 0.06]),
  post('harbour-webcams', 'Our harbour webcams', 215, [0.03, 0.03]),
  { ...post('winter-dates', 'Winter sailing dates', 200, [0.018, 0.002]), impressionsPerMinute: 300 },
  { ...post('crew-diary', 'Crew diary, week 12', 185, [0.005, 0.005]), fates: ['forbidden'] },
  { ...post('captains-log', 'From the captain’s log', 170, [0.005, 0.05]), fates: ['rate_limit'] },
  {
    ...post('whale-watch', 'Whales off the port bow', 155, [0.015, 0.015]),
    fates: ['service_unavailable', 'service_unavailable'],
  },
  { ...post('car-deck', 'How the car deck is loaded', 140, [0.003, 0.003]), fates: ['lost_request'] },
  { ...post('new-menu', 'The new menu on board', 125, [0.012, 0.045]), fates: ['lost_answer'] },
  { ...post('lighthouse-tour', 'Lighthouse tour, sold out', 110, [0.004, 0.004]), fates: ['no_trace'] },
  {
    ...post('lost-property', 'Lost property, now online', 95, [0.012, 0.012]),
    pausedBecause: 'The author is rewriting it',
  },
  post('engine-room', 'Behind the engine room door', 90, [0.06, 0.06]),
  { ...post('cabin-tour', 'A tour of the cabins', 85, [0.01, 0.01]), impressionsPerMinute: 1 },
  post('early-bird', 'Early-bird fares', 120, [0.004, 0.006]),
  post('pier-concert', 'Concert on the pier', 100, [0.01, 0.03]),
  post('tide-tables', 'Tide tables for May', 80, [0.02, 0.018]),
  { ...post('quiz-night', 'Quiz night on deck 7', 10, [0.004, 0.05]), fates: ['service_unavailable'] },
  { ...post('dock-cats', 'The cats of dock 4', 10, [0.004, 0.05]), fates: ['lost_answer'] },
  { ...post('fog-signals', 'What fog signals mean', 10, [0.004, 0.004]), fates: ['rate_limit'] },
]

function post(postId: string, title: string, minutesAgo: number, rate: LivePost['rate']): LivePost {
  return { postId, title, minutesAgo, impressionsPerMinute: 120, rate }
}
