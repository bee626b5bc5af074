// Draws the contract that is served beside this page.
SwaggerUIBundle({
  url: "openapi.yaml",
  domNode: document.getElementById("contract"),
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  docExpansion: "list",
  tryItOutEnabled: true,
  // The document names the address of a developer's machine; what is tried out here goes to where the page came from.
  plugins: [
    () => ({
      statePlugins: {
        spec: {
          wrapActions: {
            updateJsonSpec: (update) => (spec) => update({ ...spec, servers: [{ url: location.origin }] }),
          },
        },
      },
    }),
  ],
  // A tool for inspecting documents, run by others: what we serve stays here.
  validatorUrl: null,
});
