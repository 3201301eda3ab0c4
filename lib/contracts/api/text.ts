import { z } from 'zod'

/** Control characters and lone surrogates cannot be stored or shown, so no name may hold them. */
const control = /[\u0000-\u001f\u007f]/

/** A name or id of 1 to `max` characters. */
export function idText(max: number) {
  return z
    .string(`must be a text of 1 to ${max} characters`)
    .min(1, `must be a text of 1 to ${max} characters`)
    .max(max, `must be a text of 1 to ${max} characters`)
    .refine(isNameText, noControl)
}

/** Whether a text can be a name: it holds no control characters and no lone surrogates. */
export function isNameText(text: string): boolean {
  return !control.test(text) && text.isWellFormed()
}

/** What is wrong with a text that cannot. */
export const noControl = 'must hold no control characters'
