/** Of several categories, so that an hour of work stays below each category's limit. */
const kinds = ['edit_caption', 'reply', 'optimize_content', 'edit_caption', 'amplify'] as const

/** The action type of an agent's next edit; they take turns. */
export function editKind(index: number): string {
  return kinds[index % kinds.length] ?? kinds[0]
}
