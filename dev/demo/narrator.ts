/** Says each step of the story, and what came of it. */
export class Narrator {
  private number = 0;
  private title = 'Before the story';

  step(title: string): void {
    this.title = `${(this.number += 1)}. ${title}`;
    console.log(`\n${this.title}`);
  }

  result(text: string): void {
    console.log(`   ${text}`);
  }

  /** One line. */
  failure({ message, cause }: Error): string {
    const because =
      cause instanceof Error ? ` (${(cause as NodeJS.ErrnoException).code ?? cause.message})` : '';
    const hint = message === 'fetch failed' ? '; is the stack running? Start it with npm run dev' : '';
    return `Failed at "${this.title}": ${message}${because}${hint}`;
  }
}
