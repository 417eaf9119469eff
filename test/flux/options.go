package main

import (
	"github.com/fluxcd/pkg/ssa"
	"github.com/fluxcd/pkg/ssa/jsondiff"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// The names below are those of kustomize-controller v1.9.0, which is built from the same version of this library:
// internal/controller/kustomization_controller.go, function apply, for a Kustomization that leaves its options at their defaults, but for spec.ignore.
const (
	controller = "kustomize-controller"
	group      = "kustomize.toolkit.fluxcd.io"
)

// The managers whose fields become the controller's own. A name stands for every manager that begins with it.
var takenOver = []ssa.FieldManager{
	{Name: "kubectl", OperationType: metav1.ManagedFieldsOperationApply},
	{Name: "kubectl", OperationType: metav1.ManagedFieldsOperationUpdate},
	{Name: "before-first-apply", OperationType: metav1.ManagedFieldsOperationUpdate},
	{Name: controller, OperationType: metav1.ManagedFieldsOperationUpdate},
}

// The options of a Kustomization whose spec.ignore has these paths, and no target.
func applyOptions(ignored []string) ssa.ApplyOptions {
	options := ssa.DefaultApplyOptions()
	options.ExclusionSelector = map[string]string{group + "/reconcile": "disabled", group + "/ssa": "Ignore"}
	options.IfNotPresentSelector = map[string]string{group + "/ssa": "IfNotPresent"}
	options.ForceSelector = map[string]string{group + "/force": "enabled"}
	options.Cleanup = ssa.ApplyCleanupOptions{
		Annotations: []string{
			corev1.LastAppliedConfigAnnotation,
			"kustomize.toolkit.fluxcd.io/checksum",
			"fluxcd.io/sync-checksum",
		},
		Labels:        []string{"fluxcd.io/sync-gc-mark"},
		FieldManagers: takenOver,
		Exclusions:    map[string]string{group + "/ssa": "Merge"},
	}
	if len(ignored) > 0 {
		options.DriftIgnoreRules = []jsondiff.IgnoreRule{{Paths: ignored}}
	}
	return options
}
