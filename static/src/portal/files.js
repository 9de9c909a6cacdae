import {Interaction} from "@web/public/interaction";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

const MEGABYTE = 1024 * 1024;

function isSame(one, other) {
    return ["name", "size", "lastModified"].every((name) => one[name] === other[name]);
}

function tellSize(bytes) {
    return bytes < MEGABYTE
        ? `${Math.ceil(bytes / 1024)} kB`
        : `${(bytes / MEGABYTE).toFixed(1)} MB`;
}

/**
 * The files of a form: chosen, dropped, pasted or photographed, one after the other, each
 * with a button that takes it away. They are in the form's own input, so that whoever
 * sends the form finds them there.
 */
export class PortalFiles extends Interaction {
    static selector = ".o_support_files";

    dynamicContent = {
        // Stopped, since helpdesk_mgmt listens to a field of this name, too
        ".o_support_files_input": {"t-on-change.stop": this.onChoose},
        ".o_support_files_camera": {"t-on-change.stop": this.onPhotograph},
        ".o_support_drop": {
            "t-on-dragover.prevent": () => this.setOver(true),
            "t-on-dragleave": () => this.setOver(false),
            "t-on-drop.prevent": this.onDrop,
        },
        ".o_support_choose": {"t-on-click": () => this.input.click()},
        ".o_support_photograph": {"t-on-click": () => this.camera.click()},
        ".o_support_remove": {"t-on-click": this.onRemove},
    };

    setup() {
        this.files = [];
        this.input = this.el.querySelector(".o_support_files_input");
        this.camera = this.el.querySelector(".o_support_files_camera");
        this.list = this.el.querySelector(".o_support_files_list");
        this.fault = this.el.querySelector(".o_support_fault");
        this.told = this.el.querySelector(".o_support_files_told");
        // With this script two buttons stand for the fields, in the reader's language
        for (const part of this.el.querySelectorAll(".o_support_if_script")) {
            part.classList.remove("d-none");
        }
        for (const part of this.el.querySelectorAll(".o_support_if_no_script")) {
            part.classList.add("d-none");
        }
    }

    start() {
        this.addListener(this.el.closest("form"), "paste", this.onPaste);
        // What the browser kept of a page that is reloaded
        this.add(this.input.files);
    }

    onChoose() {
        this.add(this.input.files);
    }

    onPhotograph() {
        const photos = [...this.camera.files];
        this.camera.value = "";
        this.add(photos);
    }

    onDrop(ev) {
        this.setOver(false);
        this.add(ev.dataTransfer.files);
    }

    /**
     * Take screenshots, which all come under the same name; text is pasted as ever.
     *
     * @param {ClipboardEvent} ev
     */
    onPaste(ev) {
        const pasted = [...(ev.clipboardData?.files || [])];
        if (!pasted.length) {
            return;
        }
        ev.preventDefault();
        this.add(
            pasted.map((file) => {
                if (!file.type.startsWith("image/")) {
                    return file;
                }
                const suffix = file.type.split("/")[1];
                const name = `${_t("screenshot")}-${this.files.length + 1}.${suffix}`;
                return new File([file], name, {type: file.type});
            })
        );
    }

    onRemove(ev) {
        const [removed] = this.files.splice(Number(ev.currentTarget.dataset.index), 1);
        this.told.textContent = _t("%s is taken away.", removed.name);
        this.show("");
        this.el.querySelector(".o_support_choose").focus();
    }

    setOver(isOver) {
        this.el
            .querySelector(".o_support_drop")
            .classList.toggle("o_support_over", isOver);
    }

    /**
     * @param {Iterable<File>} files
     */
    add(files) {
        const refused = [];
        const before = this.files.length;
        for (const file of files) {
            if (this.files.some((known) => isSame(known, file))) {
                continue;
            }
            const reason = this.findRefusal(file);
            if (reason) {
                refused.push(reason);
            } else {
                this.files.push(file);
            }
        }
        const added = this.files.slice(before).map((file) => file.name);
        if (added.length) {
            this.told.textContent = _t("%s is attached.", added.join(", "));
            this.el.querySelector(".o_support_lost_files")?.remove();
        }
        this.show(refused.join(" "));
    }

    /**
     * @param {File} file
     * @returns {String} why it is not taken; empty if it is
     */
    findRefusal(file) {
        const limits = this.el.dataset;
        const suffix = `.${file.name.split(".").pop().toLowerCase()}`;
        const total = this.files.reduce((sum, known) => sum + known.size, file.size);
        if (this.files.length >= Number(limits.files)) {
            return _t("Please attach %s files at most.", limits.files);
        }
        if (!this.input.accept.split(",").includes(suffix)) {
            return _t(
                "We cannot take “%s”: pictures, videos, PDF, office documents, text and ZIP files are fine.",
                file.name
            );
        }
        if (file.size > Number(limits.bytes)) {
            const most = Number(limits.bytes) / MEGABYTE;
            return _t("“%(name)s” is too large: %(size)s MB at most, please.", {
                name: file.name,
                size: most,
            });
        }
        if (!file.size) {
            return _t("“%s” is empty: please attach it again.", file.name);
        }
        if (total > Number(limits.total)) {
            const most = Number(limits.total) / MEGABYTE;
            return _t("The files are too large together: %s MB at most, please.", most);
        }
        return "";
    }

    show(fault) {
        const kept = new DataTransfer();
        this.files.forEach((file) => kept.items.add(file));
        this.input.files = kept.files;
        this.fault.textContent = fault;
        this.input.toggleAttribute("aria-invalid", false);
        this.list.replaceChildren();
        this.files.forEach((file, index) => {
            this.renderAt(
                "helpdesk_support_plan.PortalFile",
                {file, index, size: tellSize(file.size)},
                this.list
            );
        });
    }
}

registry
    .category("public.interactions")
    .add("helpdesk_support_plan.portal_files", PortalFiles);
