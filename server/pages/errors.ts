/** The pages for what went wrong. */
import { noIndex, type PageFrame, page, panel } from '../http/index.ts'
import { html } from '../kit/index.ts'

/** 404. It does not say whether there ever was such a page: a private post must not be told from none. */
export function notFoundPage(props: PageFrame): string {
  return errorPage({
    ...props,
    status: 404,
    title: 'Nothing to see here',
    message:
      'This page does not exist, or it is not public. Perhaps it was deleted, or the address has a typing error.',
  })
}

export interface ErrorPageProps extends PageFrame {
  readonly status: number
  readonly title?: string
  /** For people: what was wrong and what to do. Nothing of the inside. */
  readonly message?: string
  /** Helps whoever runs the network to find it in the log. */
  readonly requestId?: string
}

/** Any other error; without a message it takes the blame. */
export function errorPage(props: ErrorPageProps): string {
  const fault = props.status >= 500
  const title = props.title ?? (fault ? 'Something broke on our side' : 'That did not work')
  const message =
    props.message ??
    (fault
      ? 'It is not your fault, and it is in our log. Please try again in a moment.'
      : 'Please go back and try again.')
  return page({
    ...props,
    title,
    head: noIndex,
    body: panel({
      title,
      icon: 'alert',
      bad: fault,
      body: html`<p>${message}</p>
<p class="soft small">Error ${props.status}${props.requestId && html` · request <code>${props.requestId}</code>`}</p>
<a class="button quiet wide" href="/">To the front page</a>`,
    }),
  })
}
