/** The shop's page: one script, one element. What stands inside the element is there until the form is, and where there is no script. */
export const shopPage = (form: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Lamps and chairs</title>
    <script type="module" src="${form}/form.js"></script>
  </head>
  <body>
    <main>
      <plugboard-form src="${form}"><a href="${form}">Write to us</a></plugboard-form>
    </main>
  </body>
</html>`;
