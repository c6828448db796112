/** The element as one file of JavaScript, as a page loads it. */
export declare function pageScript(): string;
