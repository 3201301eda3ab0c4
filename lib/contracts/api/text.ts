import { z } from 'zod'

/** Control characters and lone surrogates cannot be stored or shown, so no name may hold them. */
const unprintable = /[\u0000-\u001f\u007f]|\p{Surrogate}/u

/** A name or id of 1 to `max` characters. */
export function idText(max: number) {
  return z
    .string(`must be a text of 1 to ${max} characters`)
    .min(1, `must be a text of 1 to ${max} characters`)
    .max(max, `must be a text of 1 to ${max} characters`)
    .refine((text) => !unprintable.test(text), 'must hold no control characters')
}
