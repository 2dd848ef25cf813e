/** The service worker. */
export {}
