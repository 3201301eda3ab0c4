import type { RecoveryActionType } from '../../engine/policy/policy.ts'

/** What a remedy says when the connection has no template of its own; `{title}` is the post's. */
const defaultTemplates: Readonly<Record<RecoveryActionType, string>> = {
  comment: 'What do you think about “{title}”? Tell us below.',
  edit: '{title}',
  thread: 'More on “{title}”: what it is about, and what comes next.',
}

/** The text of a remedy, fixed when the action is planned so that every attempt sends the same. */
export function remedyText(
  actionType: RecoveryActionType,
  templates: Readonly<Record<string, string>>,
  post: { readonly title: string | null; readonly postId: string },
): string {
  const template = templates[actionType] ?? defaultTemplates[actionType]
  return template.replaceAll('{title}', post.title ?? post.postId)
}
