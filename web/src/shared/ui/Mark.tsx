/** An eye that holds a waterfall: the sense of what is going on, and what it looks at. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <path
        d="M2.500 16C6.800 8.700 11.300 5.600 16 5.600S25.200 8.700 29.500 16C25.200 23.300 20.700 26.400 16 26.400S6.800 23.300 2.500 16Z"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
      />
      <path
        d="M10 12h7.500M12.800 16h9.200M17 20h4.500"
        stroke="currentColor"
        strokeWidth="2.300"
        strokeLinecap="round"
      />
    </svg>
  );
}
