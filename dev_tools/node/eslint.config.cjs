// Mistakes and complexity; how the code looks is prettier's business.
const globals = require("globals");

const rules = {
    complexity: ["error", 15],
    eqeqeq: "error",
    "no-alert": "error",
    "no-console": "error",
    "no-debugger": "error",
    "no-duplicate-imports": "error",
    "no-else-return": "error",
    "no-eval": "error",
    "no-implied-eval": "error",
    "no-param-reassign": "error",
    "no-script-url": "error",
    "no-shadow": "error",
    "no-undef": "error",
    "no-unneeded-ternary": "error",
    "no-unreachable": "error",
    "no-unused-expressions": "error",
    "no-unused-vars": "error",
    "no-use-before-define": "error",
    "no-useless-return": "error",
    "no-var": "error",
    "prefer-const": "error",
    "valid-typeof": "error",
};

module.exports = [
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: {...globals.browser, luxon: "readonly"},
        },
        rules,
    },
    {
        files: ["**/*.cjs"],
        languageOptions: {sourceType: "commonjs", globals: globals.node},
        rules,
    },
];
