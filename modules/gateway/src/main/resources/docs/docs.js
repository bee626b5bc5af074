// Draws the contract that is served beside this page.
SwaggerUIBundle({
  url: "openapi.yaml",
  domNode: document.getElementById("contract"),
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  docExpansion: "list",
  tryItOutEnabled: true,
  // A tool for inspecting documents, run by others: what we serve stays here.
  validatorUrl: null,
});
